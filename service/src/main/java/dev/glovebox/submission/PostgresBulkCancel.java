package dev.glovebox.submission;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.JobStatements;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.QueueDepth;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** One statement, so that nothing begins between looking and cancelling. */
final class PostgresBulkCancel implements BulkCancel {

  /** Rows of jobs {@code j} that a filter selects. */
  static final String WHICH =
      """
      from job j join submission s on s.id = j.subject
      where j.state <> 'DONE' and j.kind = :kind and not s.trial
        and (:tenant::uuid is null or j.tenant_id = :tenant)
        and (:state::text is null or j.state = :state)
        and (:language::text is null or s.language = :language)
        and (:problem::text is null or s.request #>> '{request,problem,problem}' = :problem)
        and (:from::timestamptz is null or j.enqueued_at >= :from)
        and (:to::timestamptz is null or j.enqueued_at < :to)
      """;

  private static final String END =
      ", "
          + JobStatements.CANCEL_ALL
          + """
          , recorded as (
            insert into result (submission_id, tenant_id, submitted_at, verdict, message, tests, worker, created_at)
            select subject, tenant_id, enqueued_at, 'CANCELLED', :message, 0, '', finished_at from job_done)
          select id, subject, tenant_id, state from job_asked
          """;

  private static final String CANCEL = "with asked as (select j.id " + WHICH + ")" + END;

  private static final String CANCEL_THESE =
      """
      with asked as (
        select id from job where subject = any(:subjects::uuid[]) and kind = :kind and state <> 'DONE')
      """
          + END;

  private static final String COUNT = "select count(*) " + WHICH;

  private final JdbcClient jdbc;
  private final QueueDepth depth;
  private final Broadcast broadcast;
  private final LocalWorker worker;
  private final Watchers watchers;

  PostgresBulkCancel(
      JdbcClient jdbc,
      QueueDepth depth,
      Broadcast broadcast,
      LocalWorker worker,
      Watchers watchers) {
    this.jdbc = jdbc;
    this.depth = depth;
    this.broadcast = broadcast;
    this.worker = worker;
    this.watchers = watchers;
  }

  @Override
  public long count(Filter filter) {
    return of(jdbc, COUNT, filter).query(Long.class).single();
  }

  @Override
  public Cancelled cancel(Filter filter, String reason) {
    int[] done = new int[2];
    of(jdbc, CANCEL, filter)
        .param("message", message(reason))
        .query(row -> {
          done[tell(row) ? 0 : 1]++;
        });
    return new Cancelled(done[0], done[1]);
  }

  @Override
  public Set<UUID> cancel(Collection<UUID> submissions, String reason) {
    Set<UUID> touched = new HashSet<>();
    jdbc.sql(CANCEL_THESE)
        .param("subjects", new SqlArrayValue("uuid", submissions.toArray()))
        .param("kind", Submission.JOB_KIND)
        .param("message", message(reason))
        .query(row -> {
          tell(row);
          touched.add(row.getObject("subject", UUID.class));
        });
    return touched;
  }

  private static String message(String reason) {
    return SafeText.encode("cancelled while it waited: " + reason);
  }

  /**
   * Tells whoever waits for it, or whoever runs it.
   *
   * @return whether it waited
   */
  private boolean tell(ResultSet row) throws SQLException {
    if (row.getString("state").equals("QUEUED")) {
      depth.changed(row.getObject("tenant_id", UUID.class), -1);
      watchers.done(new SubmissionId(row.getObject("subject", UUID.class)), Optional.empty());
      return true;
    }
    long job = row.getLong("id");
    worker.cancelRequested(job);
    broadcast.soon(Broadcast.JOB_CANCEL, Long.toString(job));
    return false;
  }

  static JdbcClient.StatementSpec of(JdbcClient jdbc, String sql, Filter filter) {
    return jdbc.sql(sql)
        .param("kind", Submission.JOB_KIND)
        .param("tenant", filter.tenant().orElse(null))
        .param("state", filter.running().map(runs -> runs ? "RUNNING" : "QUEUED").orElse(null))
        .param("language", filter.language().orElse(null))
        .param("problem", filter.problem().orElse(null))
        .param("from", utc(filter.from()))
        .param("to", utc(filter.to()));
  }

  private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
    return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
  }
}
