package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs for those who ask: create, read, wait, cancel, play, retry. Thread-safe. */
public final class Runs {

  /** Signals of other processes may be lost: then one looks again after so long. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  /** A run, and whether its idempotency key was known. */
  public record Created(RunView run, boolean repeated) {}

  /** Which runs are listed. */
  public record Filter(
      Optional<String> project,
      Optional<RunState> state,
      Optional<String> ref,
      Optional<Instant> since) {}

  /** Behind which run a page begins. */
  public record Cursor(Instant createdAt, UUID id) {}

  private final JdbcClient jdbc;
  private final RunRows rows;
  private final RunInsert insert;
  private final RunChanges changes;
  private final Signals signals;

  Runs(JdbcClient jdbc, RunChanges changes, Signals signals) {
    this.jdbc = jdbc;
    this.rows = new RunRows(jdbc);
    this.insert = new RunInsert(jdbc);
    this.changes = changes;
    this.signals = signals;
  }

  /**
   * Stores a run with all of its jobs, and starts those that have their turn.
   *
   * @throws RunRefused when its key belongs to another request, or its concurrency group is full
   */
  public Created create(UUID tenant, NewRun asked) {
    Optional<Created> earlier = earlier(tenant, asked);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    UUID id;
    try {
      id =
          changes.inTransaction(aftermath -> {
            UUID run = insert.insert(tenant, asked);
            changes
                .locked(run, aftermath)
                .ifPresent(locked -> {
                  locked.event(null, Optional.empty(), "run.created");
                  locked.advance();
                });
            return run;
          });
    } catch (DuplicateKeyException e) {
      return earlier(tenant, asked).orElseThrow(() -> e);
    }
    endOlder(tenant, id, asked);
    return new Created(rows.run(tenant, id).orElseThrow(), false);
  }

  /** The run that this idempotency key made, if the request was the same. */
  private Optional<Created> earlier(UUID tenant, NewRun asked) {
    return asked
        .idempotencyKey()
        .flatMap(key ->
            jdbc.sql(
                    """
                    select id, request_hash from ci_run where tenant_id = :tenant and idempotency_hash = :hash
                    """)
                .param("tenant", tenant)
                .param("hash", sha256(key))
                .query((row, _) -> {
                  if (!MessageDigest.isEqual(row.getBytes("request_hash"), requestHash(asked))) {
                    throw new RunRefused(
                        RunRefused.Reason.KEY_REUSED,
                        "A run with this key exists, and it asked for something else.");
                  }
                  return row.getObject("id", UUID.class);
                })
                .optional())
        .map(id -> new Created(rows.run(tenant, id).orElseThrow(), true));
  }

  private void endOlder(UUID tenant, UUID id, NewRun asked) {
    for (UUID older : insert.endedBy(id, asked)) {
      changes.cancelRun(tenant, older, "newer_run", CancelMode.GRACEFUL);
    }
    for (UUID older : insert.redundant(id, asked)) {
      changes.endForNewer(tenant, older);
    }
  }

  public Optional<RunView> find(UUID tenant, UUID run) {
    return rows.run(tenant, run);
  }

  /** The newest first. */
  public List<RunView> list(UUID tenant, Filter filter, Optional<Cursor> before, int most) {
    return rows.page(tenant, filter, before, most);
  }

  /** All jobs of a run, in the order of the plan. */
  public List<JobView> jobs(UUID run) {
    return rows.jobs(run);
  }

  public Optional<JobView> job(UUID tenant, UUID job) {
    return rows.job(tenant, job);
  }

  /** All attempts of a job, the first one first. */
  public List<JobView.AttemptView> attempts(UUID job) {
    return rows.attempts(job);
  }

  /** The plan as it was made, and what it was made of. */
  public record Config(RunPlan plan, String text) {}

  public Optional<Config> config(UUID tenant, UUID run) {
    return jdbc.sql("select plan, config from ci_run where tenant_id = :tenant and id = :run")
        .param("tenant", tenant)
        .param("run", run)
        .query((row, _) ->
            new Config(
                PlanJson.read(row.getString("plan"), RunPlan.class),
                PlanJson.read(row.getString("config"), String.class)))
        .optional();
  }

  /** Waits until a run is at its end, at most so long; then says where it is. */
  public Optional<RunView> await(UUID tenant, UUID run, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    try (Signals.Signal signal = signals.of(run)) {
      Optional<RunView> now = rows.run(tenant, run);
      while (now.isPresent() && !now.get().state().ended() && waitFor(signal, end)) {
        now = rows.run(tenant, run);
      }
      return now;
    }
  }

  /** Waits until a job is at its end, at most so long; then says where it is. */
  public Optional<JobView> awaitJob(UUID tenant, UUID job, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Optional<JobView> now = rows.job(tenant, job);
    if (now.isEmpty()) {
      return now;
    }
    try (Signals.Signal signal = signals.of(now.get().run())) {
      do {
        now = rows.job(tenant, job);
      } while (now.isPresent() && !now.get().state().ended() && waitFor(signal, end));
      return now;
    }
  }

  /** Has somebody called whenever a run or one of its jobs changes, until that is closed. */
  public Signals.Call follow(UUID run, Runnable told) {
    return signals.call(run, told);
  }

  private static boolean waitFor(Signals.Signal signal, long end) throws InterruptedException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    signal.await(Duration.ofNanos(Math.min(left, SECOND_LOOK.toNanos())));
    return true;
  }

  /**
   * Ends a run early. Jobs that have not begun are at their end with it; running ones when their
   * worker says so.
   *
   * @return whether there was anything to end
   */
  public boolean cancelRun(UUID tenant, UUID run, String reason, CancelMode mode) {
    return changes.cancelRun(tenant, run, reason, mode);
  }

  /** Ends one job early; a second time: by force. */
  public boolean cancelJob(UUID tenant, UUID job, String reason, CancelMode mode) {
    return changes.cancelJob(tenant, job, reason, mode);
  }

  /**
   * Starts a manual or scheduled job.
   *
   * @throws RunRefused when it is neither
   */
  public void play(UUID tenant, UUID job) {
    changes.play(tenant, job);
  }

  /**
   * Starts a job at its end again, and looks again at what was skipped because of it.
   *
   * @throws RunRefused when it is not at its end
   */
  public void retryJob(UUID tenant, UUID job) {
    changes.retry(tenant, job);
  }

  /** Starts all failed and canceled jobs of a run again; returns how many. */
  public int retryFailed(UUID tenant, UUID run) {
    return changes.retryFailed(tenant, run);
  }

  /** How a plan's jobs hang together: by name, those each waits for. */
  public static Map<String, List<String>> edges(RunPlan plan) {
    return plan.jobs().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                JobPlan::name,
                job ->
                    job.needs()
                        .map(needs -> needs.stream().map(JobPlan.Need::job).toList())
                        .orElseGet(() ->
                            plan.jobs().stream()
                                .filter(other ->
                                    plan.stages().indexOf(other.stage())
                                        < plan.stages().indexOf(job.stage()))
                                .map(JobPlan::name)
                                .toList()),
                (a, _) -> a,
                java.util.LinkedHashMap::new));
  }

  static byte[] requestHash(NewRun asked) {
    return sha256(
        PlanJson.write(
            new NewRun(
                asked.project(),
                asked.plan(),
                asked.config(),
                asked.ref(),
                asked.sha(),
                asked.cause(),
                asked.source(),
                asked.predefined(),
                asked.variables(),
                asked.priority(),
                asked.trusted(),
                Optional.empty())));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
