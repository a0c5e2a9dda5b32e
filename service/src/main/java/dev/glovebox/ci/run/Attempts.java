package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.FailureClass;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.JobStatements;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Attempts as the worker sees them: begun and ended under a lease. */
final class Attempts {

  /** Only for who still holds the lease. */
  static final String HELD =
      """
      exists (select from job where id = :queued and state = 'RUNNING' and lease_owner = :owner and lease_epoch = :epoch)
      """;

  /** Why an attempt failed in an outage: it is made again, which counts for nothing. */
  static final String OUTAGE = "engine_outage";

  /** Before the second time; nothing before the first, and ever more before further ones. */
  private static final Duration FIRST_OUTAGE_BACKOFF = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final RunChanges changes;
  private final LogCoverage coverage;

  Attempts(JdbcClient jdbc, RunChanges changes) {
    this.jdbc = jdbc;
    this.changes = changes;
    this.coverage = new LogCoverage(jdbc);
  }

  /**
   * What an attempt is of.
   *
   * @param runNumber within the project
   * @param predefined what is told of the run
   * @param variables given with the run
   */
  record Task(
      UUID attempt,
      int number,
      UUID job,
      UUID run,
      long runNumber,
      Instant runCreated,
      UUID tenant,
      UUID project,
      String projectName,
      String ref,
      boolean trusted,
      JobPlan plan,
      RunSource source,
      List<Variable> predefined,
      List<Variable> variables,
      JobState state,
      boolean cancelAsked) {}

  Optional<Task> find(UUID attempt) {
    return jdbc.sql(
            """
            select a.id, a.number, a.job_id, a.run_id, a.state, a.cancel_mode, r.tenant_id, r.project_id, p.name as project,
              r.number as run_number, r.created_at as run_created, r.ref, r.trusted, j.plan, r.source, r.predefined, r.variables
            from ci_attempt a
            join ci_job j on j.id = a.job_id
            join ci_run r on r.id = a.run_id
            join ci_project p on p.id = r.project_id
            where a.id = :attempt
            """)
        .param("attempt", attempt)
        .query((row, _) ->
            new Task(
                row.getObject("id", UUID.class),
                row.getInt("number"),
                row.getObject("job_id", UUID.class),
                row.getObject("run_id", UUID.class),
                row.getLong("run_number"),
                row.getTimestamp("run_created").toInstant(),
                row.getObject("tenant_id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getString("project"),
                row.getString("ref"),
                row.getBoolean("trusted"),
                PlanJson.read(row.getString("plan"), JobPlan.class),
                PlanJson.read(row.getString("source"), RunSource.class),
                Arrays.asList(PlanJson.read(row.getString("predefined"), Variable[].class)),
                Arrays.asList(PlanJson.read(row.getString("variables"), Variable[].class)),
                JobState.of(row.getString("state")),
                !row.getString("cancel_mode").equals("none")))
        .optional();
  }

  /**
   * The worker that holds the lease begins.
   *
   * @return false when its end was asked for before
   * @throws LeaseLost when somebody else has it
   */
  boolean begin(Lease lease, Task task) {
    return changes.inTransaction(aftermath -> {
      RunTransaction locked = changes.locked(task.run(), aftermath).orElseThrow();
      if (!held(lease)) {
        throw new LeaseLost(lease);
      }
      int begun =
          jdbc.sql(
                  """
                  with begun as (
                    update ci_attempt set state = 'preparing', worker = :owner, started_at = now()
                    where id = :attempt and state = 'queued' and cancel_mode = 'none' returning job_id)
                  update ci_job set state = 'preparing', started_at = now() from begun where id = begun.job_id
                  """)
              .param("attempt", task.attempt())
              .param("owner", lease.owner())
              .update();
      if (begun == 1) {
        locked.event(task.job(), Optional.of(task.attempt()), "job.started");
        locked.advance();
      }
      return begun == 1;
    });
  }

  /** The attempt has come further; ignored once its end is asked for or its lease is lost. */
  void moved(Lease lease, Task task, JobState to) {
    int moved =
        jdbc.sql(
                """
                with moved as (
                  update ci_attempt set state = :state
                  where id = :attempt and state in ('preparing', 'running', 'finishing') and state <> :state and
                """
                    + HELD
                    + """
                     returning job_id)
                    update ci_job set state = :state from moved where id = moved.job_id
                    """)
            .param("attempt", task.attempt())
            .param("state", to.code())
            .param("queued", lease.job())
            .param("owner", lease.owner())
            .param("epoch", lease.epoch())
            .update();
    if (moved > 0) {
      changes.tellChanged(task.run());
    }
  }

  private boolean held(Lease lease) {
    return jdbc.sql("select " + HELD)
        .param("queued", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .query(Boolean.class)
        .single();
  }

  /**
   * Records what came of an attempt under its lease, tries again where that is due, and lets the
   * run go on.
   *
   * @throws LeaseLost when somebody else has it; nothing is recorded
   */
  void end(Lease lease, Task task, Outcome outcome) {
    Optional<BigDecimal> covered = coverage.of(task.attempt(), task.plan());
    changes.inTransaction(aftermath -> {
      RunTransaction locked = changes.locked(task.run(), aftermath).orElseThrow();
      complete(lease);
      boolean canceling =
          jdbc.sql("select cancel_mode <> 'none' from ci_attempt where id = :attempt")
              .param("attempt", task.attempt())
              .query(Boolean.class)
              .single();
      Outcome effective = effective(outcome, canceling);
      recordAttempt(task.attempt(), effective);
      Optional<Again> again = canceling ? Optional.empty() : again(locked, task, effective);
      if (again.isPresent()) {
        locked.attempt(task.job(), again.get().cause(), again.get().delay());
      } else {
        recordJob(task, effective);
        recordCoverage(task, covered);
        locked.touched(task.job());
        locked.event(
            task.job(),
            Optional.of(task.attempt()),
            effective instanceof Outcome.Canceled ? "job.canceled" : "job.finished");
      }
      locked.advance();
      aftermath.changed(task.attempt());
      return true;
    });
  }

  /** What ended early as asked was canceled, however its script took it, unless all went well. */
  private static Outcome effective(Outcome outcome, boolean canceling) {
    return switch (outcome) {
      case Outcome.Success success -> success;
      case Outcome.Failure failure -> canceling ? new Outcome.Canceled() : failure;
      case Outcome.Canceled canceled ->
          canceling
              ? canceled
              : new Outcome.Failure(
                  FailureClass.INFRA,
                  "worker_shutdown",
                  "The worker was stopped while the job ran.",
                  Optional.empty(),
                  Optional.empty(),
                  true);
    };
  }

  private void complete(Lease lease) {
    int done =
        jdbc.sql("with " + JobStatements.COMPLETE + "select count(*) from job_done")
            .param("job", lease.job())
            .param("owner", lease.owner())
            .param("epoch", lease.epoch())
            .query(Integer.class)
            .single();
    if (done == 0) {
      throw new LeaseLost(lease);
    }
  }

  private void recordAttempt(UUID attempt, Outcome outcome) {
    record("update ci_attempt set state = :state, finished_at = now(), ", "", attempt, outcome);
  }

  private void recordJob(Task task, Outcome outcome) {
    record(
        "update ci_job set state = :state, finished_at = now(), ",
        ", cancel_reason = case when :state = 'canceled' then cancel_reason end",
        task.job(),
        outcome);
  }

  private void recordCoverage(Task task, Optional<BigDecimal> covered) {
    jdbc.sql("update ci_job set coverage = :coverage where id = :job")
        .param("job", task.job())
        .param("coverage", covered.orElse(null), Types.NUMERIC)
        .update();
  }

  private void record(String update, String further, UUID id, Outcome outcome) {
    Optional<Outcome.Failure> failure =
        outcome instanceof Outcome.Failure failed ? Optional.of(failed) : Optional.empty();
    jdbc.sql(
            update
                + "failure_class = :class, failure_reason = :reason, failure_message = :message, exit_code = :code, signal = :signal"
                + further
                + " where id = :id")
        .param("id", id)
        .param("state", state(outcome).code())
        .param("class", failure.map(f -> code(f.failureClass())).orElse(null))
        .param("reason", failure.map(Outcome.Failure::reason).orElse(null))
        .param("message", failure.map(f -> storable(f.sentence())).orElse(null))
        .param("code", failure.flatMap(Outcome.Failure::exitCode).orElse(null))
        .param("signal", failure.flatMap(Outcome.Failure::signal).orElse(null))
        .update();
  }

  private static JobState state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Success _ -> JobState.SUCCESS;
      case Outcome.Failure _ -> JobState.FAILED;
      case Outcome.Canceled _ -> JobState.CANCELED;
    };
  }

  static String code(FailureClass failureClass) {
    return failureClass.name().toLowerCase(Locale.ROOT);
  }

  /** PostgreSQL's text holds no NUL. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private record Again(String cause, Duration delay) {}

  private Optional<Again> again(RunTransaction locked, Task task, Outcome outcome) {
    // Nobody knows the steps of an open job's next try, and half of them may have had effects.
    if (!(outcome instanceof Outcome.Failure failure) || task.plan().open().isPresent()) {
      return Optional.empty();
    }
    if (failure.reason().equals(OUTAGE)) {
      Optional<Again> outage = outageBackoff(task.job()).map(delay -> new Again("outage", delay));
      if (outage.isPresent()) {
        return outage;
      }
    }
    boolean ours =
        failure.retryable()
            && (failure.failureClass() == FailureClass.INFRA
                || failure.failureClass() == FailureClass.IMAGE);
    if (ours) {
      Optional<Again> infra =
          locked.infraBackoff(task.job()).map(delay -> new Again("infra", delay));
      if (infra.isPresent()) {
        return infra;
      }
    }
    int had =
        jdbc.sql("select user_retries from ci_job where id = :job")
            .param("job", task.job())
            .query(Integer.class)
            .single();
    return had < task.plan().retry().max() && asksFor(task.plan().retry(), failure)
        ? Optional.of(new Again("retry", Duration.ZERO))
        : Optional.empty();
  }

  /**
   * The wait before an attempt that an outage has ended is made again; empty when there were so
   * many that the job itself may be what brings them about: from then on they count as our own
   * failures.
   */
  private Optional<Duration> outageBackoff(UUID job) {
    int had =
        jdbc.sql(
                """
                select count(*) from ci_attempt where job_id = :job and cause = 'outage' and number >
                  (select coalesce(max(number), 0) from ci_attempt where job_id = :job and cause = 'manual')
                """)
            .param("job", job)
            .query(Integer.class)
            .single();
    return had < JobQueue.MOST_OUTAGES
        ? Optional.of(FIRST_OUTAGE_BACKOFF.multipliedBy((1L << had) - 1))
        : Optional.empty();
  }

  private static boolean asksFor(JobPlan.RetryPlan retry, Outcome.Failure failure) {
    boolean byCode = failure.exitCode().filter(retry.exitCodes()::contains).isPresent();
    boolean all = retry.on().isEmpty() && retry.exitCodes().isEmpty();
    return byCode
        || all
        || retry.on().contains("always")
        || retry.on().contains(code(failure.failureClass()))
        || retry.on().contains(failure.reason());
  }
}
