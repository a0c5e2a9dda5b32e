package dev.glovebox.submission;

import dev.glovebox.queue.JobStatements;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Submissions and results in PostgreSQL. Each method is one or two statements, nothing more. */
final class PostgresSubmissions implements SubmissionStore {

  private static final Logger log = LoggerFactory.getLogger(PostgresSubmissions.class);

  private static final String STATUSES =
      """
      select s.id, s.request, s.created_at, j.state, j.attempt, j.started_at, j.finished_at,
        r.verdict, r.message, r.compile, r.sandbox, r.tests, r.worker, r.score, r.groups,
        r.created_at as result_created_at, coalesce(r.tests_of, s.id) as tests_of
      from submission s
      join job j on j.subject = s.id
      left join result r on r.submission_id = s.id
      where s.tenant_id = :tenant
      """;

  private static final String STATUS = STATUSES + "and s.id = :id";
  private static final String STATUSES_OF = STATUSES + "and s.id = any(:ids::uuid[])";

  private static final String REQUESTS =
      """
      select id, tenant_id, request, contents, created_at from submission
      where tenant_id = :tenant and id = any(:ids::uuid[])
      """;

  private static final String LOAD =
      "select id, tenant_id, request, contents, created_at from submission where id = :id";

  private static final String COMPLETE =
      "with "
          + JobStatements.COMPLETE
          + """
          , recorded as (
            insert into result (submission_id, tenant_id, submitted_at, verdict, message, compile, sandbox, tests,
              cpu_nanos, memory_bytes, worker, score, groups, created_at)
            select subject, tenant_id, enqueued_at, :verdict, :message, :compile::jsonb, :sandbox::jsonb, :tests,
              :cpu, :memory, :worker, :score::numeric, :groups::jsonb, finished_at from job_done),
          detailed as (
            insert into test_result (submission_id, number, verdict, message, cpu_nanos, wall_nanos, memory_bytes,
              cgroup_memory_bytes, exit_code, signal, limit_fired, stdout, stdout_bytes, stdout_sha256,
              stderr, stderr_bytes, stderr_sha256, path, test_group, score, judge_message, team_message, passes,
              other_verdict, other_cpu_nanos, other_wall_nanos, output_order, created_at)
            select subject, t.*, finished_at from job_done,
              unnest(:numbers::int[], :verdicts::text[], :messages::text[], :cpus::bigint[], :walls::bigint[],
                :memories::bigint[], :cgroups::bigint[], :exits::int[], :signals::int[], :limits::text[],
                :stdouts::bytea[], :stdout_bytes::bigint[], :stdout_hashes::bytea[],
                :stderrs::bytea[], :stderr_bytes::bigint[], :stderr_hashes::bytea[],
                :paths::text[], :test_groups::text[], :scores::numeric[], :judge_messages::text[],
                :team_messages::text[], :passes::int[], :other_verdicts::text[], :other_cpus::bigint[],
                :other_walls::bigint[], :orders::bytea[]) as t),
          leaving as (
            insert into left_file (submission_id, number, path, content)
            select subject, l.number, l.path, l.content from job_done,
              unnest(:left_paths::text[], :left_contents::bytea[]) with ordinality as l (path, content, number))
          select attempt, started_at, finished_at from job_done
          """;

  /** A connection may break after the commit and before the answer. */
  private static final String RECORDED_BY =
      """
      select attempt, started_at, finished_at from job
      where id = :job and state = 'DONE' and lease_epoch = :epoch
        and exists (select from result where submission_id = job.subject)
        and exists (select from attempt where job_id = job.id and epoch = :epoch and worker = :owner)
      """;

  private static final String LEFT_FILES =
      """
      select f.submission_id, f.path, f.content
      from left_file f join submission s on s.id = f.submission_id
      where s.tenant_id = :tenant and s.id = any(:ids::uuid[])
      order by f.submission_id, f.number
      """;

  private final JdbcClient jdbc;
  private final Duration keepTrying;
  private final AtHand atHand;
  private final Watchers watchers;
  private final SubmissionPages pages;
  private final TestResultRows testResults;

  /**
   * @param keepTrying how long to try to record a result while the database is away; not longer
   *     than a lease
   */
  PostgresSubmissions(JdbcClient jdbc, Duration keepTrying, AtHand atHand, Watchers watchers) {
    this.jdbc = jdbc;
    this.keepTrying = keepTrying;
    this.atHand = atHand;
    this.watchers = watchers;
    this.pages = new SubmissionPages(jdbc);
    this.testResults = new TestResultRows(jdbc);
  }

  @Override
  public Optional<SubmissionView> find(UUID tenant, SubmissionId id) {
    return status(tenant, id).flatMap(status -> stored(id).map(status::with));
  }

  @Override
  public Optional<SubmissionStatus> status(UUID tenant, SubmissionId id) {
    return jdbc.sql(STATUS)
        .param("id", id.value())
        .param("tenant", tenant)
        .query((row, _) -> found(row))
        .optional()
        .map(this::status);
  }

  @Override
  public Map<SubmissionId, SubmissionStatus> statuses(UUID tenant, Collection<SubmissionId> ids) {
    List<Found> found = new ArrayList<>();
    of(STATUSES_OF, tenant, ids)
        .query(row -> {
          found.add(found(row));
        });
    Map<SubmissionId, List<TestResult>> tests =
        testResults.readAll(
            found.stream()
                .flatMap(one -> one.result().stream())
                .filter(result -> result.tests() > 0)
                .collect(Collectors.toMap(FoundResult::testsOf, FoundResult::createdAt)));
    Map<SubmissionId, SubmissionStatus> statuses = new HashMap<>();
    for (Found one : found) {
      statuses.put(
          one.submission().id(),
          status(
              one,
              one.result()
                  .map(result -> result.with(tests.getOrDefault(result.testsOf(), List.of())))));
    }
    return statuses;
  }

  @Override
  public Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<SubmissionId> ids) {
    Map<SubmissionId, SubmissionRequest> requests = new HashMap<>();
    of(REQUESTS, tenant, ids)
        .query(row -> {
          Submission submission = submission(row);
          requests.put(submission.id(), submission.request());
        });
    return requests;
  }

  @Override
  public Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<SubmissionId> ids) {
    Map<SubmissionId, List<LeftFile>> files = new HashMap<>();
    of(LEFT_FILES, tenant, ids)
        .query(row -> {
          files
              .computeIfAbsent(
                  new SubmissionId(row.getObject("submission_id", UUID.class)),
                  _ -> new ArrayList<>())
              .add(new LeftFile(SafeText.decode(row.getString("path")), row.getBytes("content")));
        });
    return files;
  }

  private JdbcClient.StatementSpec of(String sql, UUID tenant, Collection<SubmissionId> ids) {
    return jdbc.sql(sql)
        .param("tenant", tenant)
        .param("ids", new SqlArrayValue("uuid", ids.stream().map(SubmissionId::value).toArray()));
  }

  @Override
  public Submission load(SubmissionId id) {
    return atHand.find(id.value()).orElseGet(() -> read(id));
  }

  @Override
  public Page list(UUID tenant, Filter filter, Optional<Cursor> after, int size) {
    return pages.page(tenant, filter, after, size);
  }

  @Override
  public Optional<SubmissionStatus> await(UUID tenant, SubmissionId id, Duration atMost) {
    Watchers.Waiter waiter = watchers.wait(id);
    try {
      boolean runsHere = atHand.find(id.value()).filter(s -> s.tenant().equals(tenant)).isPresent();
      if (!runsHere) {
        Optional<SubmissionStatus> now = status(tenant, id);
        if (now.isEmpty() || now.get().state() == SubmissionView.State.DONE) {
          return now;
        }
      }
      Optional<SubmissionStatus> news = waiter.await(atMost);
      return news.isPresent() ? news : status(tenant, id);
    } catch (TimeoutException e) {
      return status(tenant, id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return status(tenant, id);
    } finally {
      watchers.stopWaiting(id, waiter);
    }
  }

  @Override
  public Subscription follow(UUID tenant, SubmissionId id, ProgressListener listener) {
    Watchers.Follower follower = new Watchers.Follower(id, listener);
    Optional<SubmissionStatus> before = status(tenant, id);
    if (before.isEmpty()) {
      throw new NoSuchElementException("submission " + id);
    }
    follower.tell(before.get().progress());
    if (before.get().state() != SubmissionView.State.DONE) {
      watchers.follow(id, follower);
      // Looked at again after registering: what happened in between is not missed.
      status(tenant, id).ifPresent(now -> follower.tell(now.progress()));
    }
    return () -> watchers.unfollow(id, follower);
  }

  @Override
  public void complete(Lease lease, SubmissionResult result) {
    SubmissionId id = new SubmissionId(lease.subject());
    Ended ended;
    try {
      ended = recordWithPatience(lease, result);
    } catch (LeaseLost e) {
      atHand.forget(id.value());
      throw e;
    }
    Optional<Submission> submission = atHand.find(id.value());
    atHand.forget(id.value());
    watchers.done(id, submission.map(s -> done(s, ended, result.withoutFiles())));
  }

  @Override
  public void progressed(SubmissionId id, Progress progress) {
    watchers.progressed(id, progress);
  }

  /** Retries while the database is away: a result that took minutes to get is not thrown away. */
  private Ended recordWithPatience(Lease lease, SubmissionResult result) {
    long deadline = System.nanoTime() + keepTrying.toNanos();
    boolean doubtful = false;
    while (true) {
      try {
        Optional<Ended> ended = record(lease, result);
        if (ended.isEmpty() && doubtful) {
          ended = recordedBefore(lease);
        }
        return ended.orElseThrow(() -> new LeaseLost(lease));
      } catch (DataAccessResourceFailureException
          | TransientDataAccessException
          | RecoverableDataAccessException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        log.warn(
            "The result of job {} could not be recorded; it is tried again until the lease ends ({})",
            lease.job(),
            e.getMessage());
        doubtful = true;
        pause(e);
      }
    }
  }

  private static void pause(DataAccessException failure) {
    try {
      Thread.sleep(Duration.ofMillis(200));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private Optional<Ended> record(Lease lease, SubmissionResult result) {
    List<LeftFile> left = result.leftFiles();
    return jdbc.sql(COMPLETE)
        .params(TestResultRows.columns(result.tests()))
        .param(
            "left_paths",
            new SqlArrayValue(
                "text", left.stream().map(file -> SafeText.encode(file.path())).toArray()))
        .param(
            "left_contents",
            new SqlArrayValue(
                "bytea", (Object[]) left.stream().map(LeftFile::content).toArray(byte[][]::new)))
        .param("job", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .param("verdict", result.verdict().name())
        .param("message", SafeText.encode(result.message()))
        .param("compile", result.compile().map(StoredJson::write).orElse(null))
        .param("sandbox", result.sandbox().map(StoredJson::write).orElse(null))
        .param("tests", result.tests().size())
        .param("cpu", TestResultRows.largestCpuNanos(result.tests()))
        .param("memory", TestResultRows.largestMemoryBytes(result.tests()))
        .param("worker", SafeText.encode(result.worker()))
        .param("score", result.score().orElse(null))
        .param("groups", result.groups().isEmpty() ? null : StoredJson.write(result.groups()))
        .query((row, _) -> Ended.of(row))
        .optional();
  }

  private Optional<Ended> recordedBefore(Lease lease) {
    return jdbc.sql(RECORDED_BY)
        .param("job", lease.job())
        .param("epoch", lease.epoch())
        .param("owner", lease.owner())
        .query((row, _) -> Ended.of(row))
        .optional();
  }

  private Submission read(SubmissionId id) {
    Submission submission =
        stored(id).orElseThrow(() -> new NoSuchElementException("submission " + id));
    atHand.put(submission);
    return submission;
  }

  /** It never changes, so it need not be read in one statement with its state. */
  private Optional<Submission> stored(SubmissionId id) {
    return jdbc.sql(LOAD).param("id", id.value()).query((row, _) -> submission(row)).optional();
  }

  private SubmissionStatus status(Found found) {
    return status(
        found,
        found
            .result()
            .map(r ->
                r.tests() == 0
                    ? r.withoutTests()
                    : r.with(testResults.read(r.testsOf(), r.createdAt()))));
  }

  private SubmissionStatus status(Found found, Optional<SubmissionResult> result) {
    SubmissionView.State state = found.state();
    Progress progress =
        switch (state) {
          case QUEUED -> new Progress.Queued();
          case RUNNING -> watchers.lastKnown(found.submission().id().value());
          case DONE -> new Progress.Done();
        };
    return new SubmissionStatus(
        found.submission(),
        state,
        progress,
        found.attempt(),
        found.startedAt(),
        found.finishedAt(),
        result);
  }

  private static SubmissionStatus done(
      Submission submission, Ended ended, SubmissionResult result) {
    return new SubmissionStatus(
        SubmissionOutline.of(submission),
        SubmissionView.State.DONE,
        new Progress.Done(),
        ended.attempt(),
        ended.startedAt(),
        ended.finishedAt(),
        Optional.of(result));
  }

  /** Also for the intake: columns id, tenant_id, request, contents, created_at. */
  static Submission submission(ResultSet row) throws SQLException {
    return new Submission(
        new SubmissionId(row.getObject("id", UUID.class)),
        row.getObject("tenant_id", UUID.class),
        StoredJson.readRequest(
            new StoredJson.Row(row.getString("request"), row.getBytes("contents"))),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static SubmissionOutline outline(ResultSet row) throws SQLException {
    return StoredJson.readOutline(
        row.getString("request"),
        new SubmissionId(row.getObject("id", UUID.class)),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        outline(row),
        SubmissionView.State.valueOf(row.getString("state")),
        row.getInt("attempt"),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        row.getString("verdict") == null ? Optional.empty() : Optional.of(FoundResult.of(row)));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  private record Found(
      SubmissionOutline submission,
      SubmissionView.State state,
      int attempt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<FoundResult> result) {}

  private record Ended(int attempt, Optional<Instant> startedAt, Optional<Instant> finishedAt) {
    static Ended of(ResultSet row) throws SQLException {
      return new Ended(
          row.getInt("attempt"), instant(row, "started_at"), instant(row, "finished_at"));
    }
  }

  /** A result without its tests, which are read only when there are some. */
  private record FoundResult(
      SubmissionResult withoutTests, int tests, SubmissionId testsOf, Instant createdAt) {

    static FoundResult of(ResultSet row) throws SQLException {
      SubmissionResult result =
          new SubmissionResult(
              Verdict.valueOf(row.getString("verdict")),
              SafeText.decode(row.getString("message")),
              Optional.ofNullable(row.getString("compile")).map(StoredJson::readCompile),
              List.of(),
              Optional.ofNullable(row.getString("sandbox")).map(StoredJson::readSandbox),
              SafeText.decode(row.getString("worker")),
              Optional.ofNullable(row.getBigDecimal("score")),
              row.getString("groups") == null
                  ? List.of()
                  : StoredJson.readGroups(row.getString("groups")));
      return new FoundResult(
          result,
          row.getInt("tests"),
          new SubmissionId(row.getObject("tests_of", UUID.class)),
          row.getObject("result_created_at", OffsetDateTime.class).toInstant());
    }

    SubmissionResult with(List<TestResult> results) {
      return new SubmissionResult(
          withoutTests.verdict(),
          withoutTests.message(),
          withoutTests.compile(),
          results,
          withoutTests.sandbox(),
          withoutTests.worker(),
          withoutTests.score(),
          withoutTests.groups());
    }
  }
}
