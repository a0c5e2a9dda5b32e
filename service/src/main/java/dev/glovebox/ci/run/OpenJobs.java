package dev.glovebox.ci.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Further steps for open jobs, and the word that there are no more. Thread-safe. */
public final class OpenJobs {

  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private static final String STEP =
      """
      select s.number, s.name, s.helper, s.state, s.exit_code, s.failure_class, s.failure_reason, s.failure_message,
        s.log_start, s.log_end, s.request_hash, a.finished_at is not null as over
      from ci_added_step s
      join ci_attempt a on a.id = s.attempt_id join ci_job j on j.attempt_id = a.id
      where j.id = :job and j.tenant_id = :tenant and
      """;

  /**
   * A step that is asked for.
   *
   * @param name shown, 1 to 255 characters
   * @param helper whether it runs in the image for helpers
   * @param script for a shell
   * @param idempotencyKey the same key again gives the same step
   */
  public record NewStep(
      String name, boolean helper, byte[] script, Optional<String> idempotencyKey) {}

  /**
   * A step as it is now.
   *
   * @param number from 1
   * @param state {@code waiting}, {@code running}, {@code success}, {@code failed} or {@code
   *     canceled}
   * @param logStart where its output begins, once it runs
   * @param logEnd where its output ends, once it is at its end
   */
  public record Step(
      int number,
      String name,
      boolean helper,
      String state,
      Optional<Integer> exitCode,
      Optional<JobView.FailureView> failure,
      Optional<Long> logStart,
      Optional<Long> logEnd) {

    /** Whether it runs or has run, or never will. */
    public boolean begun() {
      return !state.equals("waiting");
    }

    /** Whether it is at its end. */
    public boolean ended() {
      return begun() && !state.equals("running");
    }
  }

  /** Until when somebody waits for a step. */
  public enum Until {
    STARTED,
    ENDED
  }

  private final JdbcClient jdbc;
  private final Signals signals;

  OpenJobs(JdbcClient jdbc, Signals signals) {
    this.jdbc = jdbc;
    this.signals = signals;
  }

  /**
   * Adds a step behind all others.
   *
   * @throws RunRefused when the job takes no further steps, or the key belongs to another step
   */
  public Step add(UUID tenant, UUID job, NewStep asked) {
    Optional<Step> earlier = earlier(tenant, job, asked);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try {
      Added added = insert(tenant, job, asked);
      signals.changed(added.attempt());
      return find(tenant, job, added.number()).orElseThrow();
    } catch (DuplicateKeyException e) {
      return earlier(tenant, job, asked).orElseThrow(() -> e);
    }
  }

  private record Added(UUID attempt, int number) {}

  private Added insert(UUID tenant, UUID job, NewStep asked) {
    return jdbc.sql(
            """
            with numbered as (
              update ci_attempt a set steps_added = steps_added + 1 from ci_job j
              where j.id = :job and j.tenant_id = :tenant and j.open and a.id = j.attempt_id
                and a.finished_at is null and a.cancel_mode = 'none' and not a.finish_asked and a.steps_added < 1000
                and (select count(*) from ci_added_step w where w.attempt_id = a.id and w.state = 'waiting') < 20
              returning a.id, a.steps_added)
            insert into ci_added_step (attempt_id, number, name, helper, script, key_hash, request_hash)
            select id, steps_added, :name, :helper, :script, :key, :request from numbered
            returning attempt_id, number
            """)
        .param("job", job)
        .param("tenant", tenant)
        .param("name", Attempts.storable(asked.name()))
        .param("helper", asked.helper())
        .param("script", asked.script())
        .param("key", asked.idempotencyKey().map(Runs::sha256).orElse(null), Types.BINARY)
        .param("request", requestHash(asked))
        .query((row, _) -> new Added(row.getObject("attempt_id", UUID.class), row.getInt("number")))
        .optional()
        .orElseThrow(() ->
            new RunRefused(
                RunRefused.Reason.WRONG_STATE,
                "The job takes no further steps: it is not open, or at its end, or has had 1000, or 20 wait."));
  }

  private Optional<Step> earlier(UUID tenant, UUID job, NewStep asked) {
    return asked
        .idempotencyKey()
        .flatMap(key ->
            jdbc.sql(STEP + "s.key_hash = :hash")
                .param("job", job)
                .param("tenant", tenant)
                .param("hash", Runs.sha256(key))
                .query((row, _) -> {
                  if (!MessageDigest.isEqual(row.getBytes("request_hash"), requestHash(asked))) {
                    throw new RunRefused(
                        RunRefused.Reason.KEY_REUSED,
                        "A step with this key exists, and it asked for something else.");
                  }
                  return step(row);
                })
                .optional());
  }

  /** A step of a job's last attempt. */
  public Optional<Step> find(UUID tenant, UUID job, int number) {
    return jdbc.sql(STEP + "s.number = :number")
        .param("job", job)
        .param("tenant", tenant)
        .param("number", number)
        .query((row, _) -> step(row))
        .optional();
  }

  /**
   * Waits until a step has come so far, at most so long; then says where it is.
   *
   * @param attempt the job's last
   */
  public Optional<Step> await(
      UUID tenant, UUID job, UUID attempt, int number, Until until, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    try (Signals.Signal signal = signals.of(attempt)) {
      Optional<Step> step = find(tenant, job, number);
      for (long left = end - System.nanoTime();
          step.isPresent() && !isThere(step.get(), until) && left > 0;
          left = end - System.nanoTime()) {
        signal.await(Duration.ofNanos(Math.min(left, SECOND_LOOK.toNanos())));
        step = find(tenant, job, number);
      }
      return step;
    }
  }

  private static boolean isThere(Step step, Until until) {
    return switch (until) {
      case STARTED -> step.begun();
      case ENDED -> step.ended();
    };
  }

  /**
   * No further step will come: those that have come are run, then the job goes to its end. Once
   * more changes nothing.
   *
   * @throws RunRefused when the job is not open, or has not had its turn yet
   */
  public void finish(UUID tenant, UUID job) {
    UUID attempt =
        jdbc.sql(
                """
                update ci_attempt a set finish_asked = true from ci_job j
                where j.id = :job and j.tenant_id = :tenant and j.open and a.id = j.attempt_id returning a.id
                """)
            .param("job", job)
            .param("tenant", tenant)
            .query(UUID.class)
            .optional()
            .orElseThrow(() ->
                new RunRefused(
                    RunRefused.Reason.WRONG_STATE,
                    "The job is not open, or has not had its turn yet."));
    signals.changed(attempt);
  }

  private static byte[] requestHash(NewStep asked) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((asked.name() + '\0' + asked.helper() + '\0').getBytes(StandardCharsets.UTF_8));
      return digest.digest(asked.script());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What the attempt has left behind at its end was not run to its end. */
  private static Step step(ResultSet row) throws SQLException {
    String state = row.getString("state");
    boolean left = row.getBoolean("over") && (state.equals("waiting") || state.equals("running"));
    String failureClass = row.getString("failure_class");
    return new Step(
        row.getInt("number"),
        row.getString("name"),
        row.getBoolean("helper"),
        left ? "canceled" : state,
        Optional.ofNullable(row.getObject("exit_code", Integer.class)),
        failureClass == null
            ? Optional.empty()
            : Optional.of(
                new JobView.FailureView(
                    failureClass,
                    row.getString("failure_reason"),
                    row.getString("failure_message"),
                    Optional.ofNullable(row.getObject("exit_code", Integer.class)),
                    Optional.empty())),
        Optional.ofNullable(row.getObject("log_start", Long.class)),
        Optional.ofNullable(row.getObject("log_end", Long.class)));
  }
}
