package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.JobStatements;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes of one run within one transaction that has locked its row: whoever changes a run's jobs
 * holds that lock first. What is to be told after the commit goes to the {@link Aftermath}.
 */
final class RunTransaction {

  /** The kind of the queue's jobs; the subject is an attempt. */
  static final String KIND = "ci";

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration SECOND_BACKOFF = Duration.ofSeconds(30);

  private final JdbcClient jdbc;
  private final JobQueue queue;
  private final Aftermath aftermath;
  private final Head run;

  /** What is known of the run while it is locked. */
  record Head(
      UUID id, UUID tenant, UUID project, int priority, RunState state, boolean endsOnFailure) {}

  private RunTransaction(JdbcClient jdbc, JobQueue queue, Aftermath aftermath, Head run) {
    this.jdbc = jdbc;
    this.queue = queue;
    this.aftermath = aftermath;
    this.run = run;
  }

  /** Locks a run. */
  static Optional<RunTransaction> lock(
      JdbcClient jdbc, JobQueue queue, Aftermath aftermath, UUID run) {
    return jdbc.sql(
            """
            select id, tenant_id, project_id, priority, state, ends_on_failure
            from ci_run where id = :run for no key update
            """)
        .param("run", run)
        .query((row, _) ->
            new RunTransaction(
                jdbc,
                queue,
                aftermath,
                new Head(
                    row.getObject("id", UUID.class),
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("project_id", UUID.class),
                    row.getInt("priority"),
                    RunState.of(row.getString("state")),
                    row.getBoolean("ends_on_failure"))))
        .optional();
  }

  Head run() {
    return run;
  }

  /** All jobs as they are now, by id. */
  Map<UUID, Advance.Job> jobs() {
    Map<UUID, Advance.Job> jobs = new LinkedHashMap<>();
    jdbc.sql(
            """
            select id, name, stage_index, needs, condition, may_fail, may_fail_codes, state, exit_code
            from ci_job where run_id = :run order by position
            """)
        .param("run", run.id())
        .query(row -> {
          Advance.Job job = job(row);
          jobs.put(job.id(), job);
        });
    return jobs;
  }

  private static Advance.Job job(ResultSet row) throws SQLException {
    return new Advance.Job(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getInt("stage_index"),
        strings(row.getArray("needs")),
        JobPlan.When.valueOf(row.getString("condition").toUpperCase(java.util.Locale.ROOT)),
        new JobPlan.AllowFailure(
            row.getBoolean("may_fail"),
            Stream.of((Object[]) row.getArray("may_fail_codes").getArray())
                .map(Integer.class::cast)
                .collect(Collectors.toSet())),
        JobState.of(row.getString("state")),
        Optional.ofNullable(row.getObject("exit_code", Integer.class)));
  }

  private static Optional<Set<String>> strings(@Nullable Array array) throws SQLException {
    return array == null
        ? Optional.empty()
        : Optional.of(Set.copyOf(Arrays.asList((String[]) array.getArray())));
  }

  /** Starts, skips and holds back what has its turn now; then says where the run is. */
  void advance() {
    boolean waits = run.state() == RunState.WAITING;
    if (!waits) {
      for (Advance.Step step : new Advance(List.copyOf(jobs().values())).steps()) {
        take(step);
      }
    }
    List<Advance.Job> after = List.copyOf(jobs().values());
    if (run.endsOnFailure() && after.stream().anyMatch(Advance.Job::failed)) {
      after.stream()
          .filter(job -> !job.state().ended() && job.state() != JobState.CANCELING)
          .forEach(job -> end(job, "run_failed", CancelMode.GRACEFUL));
      after = List.copyOf(jobs().values());
    }
    settle(Advance.state(after, waits), Advance.warns(after));
  }

  /** Lets a run that waited for its turn go on. */
  void begin() {
    jdbc.sql("update ci_run set state = 'pending' where id = :run").param("run", run.id()).update();
    new RunTransaction(
            jdbc,
            queue,
            aftermath,
            new Head(
                run.id(),
                run.tenant(),
                run.project(),
                run.priority(),
                RunState.PENDING,
                run.endsOnFailure()))
        .advance();
  }

  private void take(Advance.Step step) {
    UUID job = step.job().id();
    switch (step.next()) {
      case START -> start(job, "first");
      case WAIT_FOR_PLAY -> state(job, JobState.MANUAL);
      case WAIT_FOR_TIME ->
          jdbc.sql(
                  """
                  update ci_job set state = 'scheduled', start_at = now() + start_in where id = :job
                  """)
              .param("job", job)
              .update();
      case SKIP -> state(job, JobState.SKIPPED);
    }
    if (step.next() != Advance.Next.START) {
      event(
          job,
          Optional.empty(),
          switch (step.next()) {
            case WAIT_FOR_PLAY -> "job.waiting_manual";
            case WAIT_FOR_TIME -> "job.scheduled";
            case SKIP, START -> "job.skipped";
          });
    }
  }

  /** Puts a job into the queue, or behind others of its resource group. */
  void start(UUID job, String cause) {
    Optional<String> group =
        jdbc.sql(
                """
                update ci_job set state = 'waiting_resource', queue_until = now() + queue_timeout,
                  finished_at = null, cancel_reason = null
                where id = :job and resource_group is not null returning resource_group
                """)
            .param("job", job)
            .query(String.class)
            .optional();
    if (group.isPresent()) {
      aftermath.resourceTouched(run.project(), group.get());
    } else {
      attempt(job, cause, Duration.ZERO);
    }
  }

  /** Makes a new attempt and puts it into the queue. */
  void attempt(UUID job, String cause, Duration delay) {
    UUID attempt = UUID.randomUUID();
    jdbc.sql(
            """
            with numbered as (
              update ci_job set state = 'queued', attempts = attempts + 1, attempt_id = :attempt,
                queue_until = now() + queue_timeout, failure_class = null, failure_reason = null, failure_message = null,
                exit_code = null, signal = null, cancel_reason = null, finished_at = null,
                infra_retries = infra_retries + case when :cause = 'infra' then 1 else 0 end,
                user_retries = user_retries + case when :cause = 'retry' then 1 else 0 end
              where id = :job returning attempts)
            insert into ci_attempt (id, job_id, run_id, number, cause, state)
            select :attempt, :job, :run, attempts, :cause, 'queued' from numbered
            """)
        .param("attempt", attempt)
        .param("job", job)
        .param("run", run.id())
        .param("cause", cause)
        .update();
    if (delay.isZero()) {
      queue.enqueue(KIND, run.tenant(), run.priority(), List.of(attempt));
    } else {
      queue.enqueueLater(KIND, run.tenant(), delay, attempt);
    }
    aftermath.enqueued(run.tenant());
    event(job, Optional.of(attempt), "job.queued");
  }

  /** The wait before a retry for our own reasons; empty when there were enough. */
  Optional<Duration> infraBackoff(UUID job) {
    int had =
        jdbc.sql("select infra_retries from ci_job where id = :job")
            .param("job", job)
            .query(Integer.class)
            .single();
    return switch (had) {
      case 0 -> Optional.of(FIRST_BACKOFF);
      case 1 -> Optional.of(SECOND_BACKOFF);
      default -> Optional.empty();
    };
  }

  /** Ends a job early, or asks its worker to; a job at its end stays as it is. */
  void end(Advance.Job job, String reason, CancelMode mode) {
    switch (job.state()) {
      case CREATED, MANUAL, SCHEDULED, WAITING_RESOURCE -> ended(job, JobState.CANCELED, reason);
      case QUEUED, PREPARING, RUNNING, FINISHING, CANCELING -> endAttempt(job, reason, mode);
      case SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  /** A job that never began comes to this end. */
  void ended(Advance.Job job, JobState state, String reason) {
    jdbc.sql(
            """
            update ci_job set state = :state, cancel_reason = :reason, finished_at = now(), start_at = null where id = :job
            """)
        .param("job", job.id())
        .param("state", state.code())
        .param("reason", reason)
        .update();
    event(job.id(), Optional.empty(), state == JobState.CANCELED ? "job.canceled" : "job.skipped");
  }

  private void endAttempt(Advance.Job job, String reason, CancelMode mode) {
    UUID attempt =
        jdbc.sql("select attempt_id from ci_job where id = :job")
            .param("job", job.id())
            .query(UUID.class)
            .single();
    String queued =
        jdbc.sql("with " + JobStatements.CANCEL + "select state || ' ' || id from job_asked")
            .param("subject", attempt)
            .param("tenant", run.tenant())
            .query(String.class)
            .optional()
            .orElse("DONE 0");
    if (queued.startsWith("RUNNING ")) {
      askWorker(job, attempt, reason, mode);
      aftermath.askedToStop(Long.parseLong(queued.substring("RUNNING ".length())), attempt);
      return;
    }
    if (queued.startsWith("QUEUED ")) {
      aftermath.leftQueue(run.tenant());
    }
    jdbc.sql(
            """
            with tried as (
              update ci_attempt set state = 'canceled', cancel_mode = :mode, cancel_reason = :reason, finished_at = now()
              where id = :attempt)
            update ci_job set state = 'canceled', cancel_reason = :reason, finished_at = now() where id = :job
            """)
        .param("attempt", attempt)
        .param("job", job.id())
        .param("mode", mode.code())
        .param("reason", reason)
        .update();
    touched(job.id());
    event(job.id(), Optional.of(attempt), "job.canceled");
  }

  private void askWorker(Advance.Job job, UUID attempt, String reason, CancelMode mode) {
    CancelMode asked = job.state() == JobState.CANCELING ? CancelMode.FORCE : mode;
    jdbc.sql(
            """
            with tried as (
              update ci_attempt set state = 'canceling', cancel_reason = coalesce(cancel_reason, :reason),
                cancel_mode = case when cancel_mode = 'force' then 'force' else :mode end,
                cancel_at = now()
              where id = :attempt)
            update ci_job set state = 'canceling', cancel_reason = coalesce(cancel_reason, :reason) where id = :job
            """)
        .param("attempt", attempt)
        .param("job", job.id())
        .param("mode", asked.code())
        .param("reason", reason)
        .update();
    event(job.id(), Optional.of(attempt), "job.canceling");
  }

  /** The end of a job may let another of its resource group go on. */
  void touched(UUID job) {
    jdbc.sql("select resource_group from ci_job where id = :job and resource_group is not null")
        .param("job", job)
        .query(String.class)
        .optional()
        .ifPresent(group -> aftermath.resourceTouched(run.project(), group));
  }

  private void state(UUID job, JobState state) {
    jdbc.sql(
            """
            update ci_job set state = :state, finished_at = case when :ended then now() end where id = :job
            """)
        .param("job", job)
        .param("state", state.code())
        .param("ended", state.ended())
        .update();
  }

  private void settle(RunState state, boolean warns) {
    jdbc.sql(
            """
            update ci_run set state = :state, warnings = :warns, version = version + 1,
              started_at = case when started_at is null and :begun then now() else started_at end,
              finished_at = case when :ended then coalesce(finished_at, now()) end
            where id = :run
            """)
        .param("run", run.id())
        .param("state", state.code())
        .param("warns", warns)
        .param("begun", state == RunState.RUNNING || state.ended())
        .param("ended", state.ended())
        .update();
    if (state != run.state()) {
      event(
          null,
          Optional.empty(),
          state.ended() ? "run.finished" : state == RunState.RUNNING ? "run.started" : "run.state");
      if (state.ended()) {
        aftermath.runEnded();
      }
    }
    aftermath.changed(run.id());
  }

  void event(@Nullable UUID job, Optional<UUID> attempt, String kind) {
    jdbc.sql(
            """
            insert into ci_event (tenant_id, run_id, job_id, attempt_id, kind)
            values (:tenant, :run, :job, :attempt, :kind)
            """)
        .param("tenant", run.tenant())
        .param("run", run.id())
        .param("job", job)
        .param("attempt", attempt.orElse(null))
        .param("kind", kind)
        .update();
    aftermath.changed(run.tenant()); // who follows all events of the tenant
  }
}
