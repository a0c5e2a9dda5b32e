package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.QueueDepth;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Changes of runs that somebody or something asks for, each in one transaction. */
final class RunChanges {

  /** What the queue side offers. */
  record QueueSide(
      JobQueue queue, QueueDepth depth, Broadcast broadcast, Supplier<List<LocalWorker>> workers) {}

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final QueueSide queueSide;
  private final Signals signals;
  private final RunningAttempts running;
  private final Turns turns;

  RunChanges(
      JdbcClient jdbc,
      TransactionOperations transaction,
      QueueSide queueSide,
      Signals signals,
      RunningAttempts running) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.queueSide = queueSide;
    this.signals = signals;
    this.running = running;
    this.turns = new Turns(jdbc, this);
  }

  Turns turns() {
    return turns;
  }

  /** Does something in a transaction, and tells what came of it after the commit. */
  <T> T inTransaction(Function<Aftermath, T> work) {
    Aftermath aftermath = new Aftermath();
    T result =
        Objects.requireNonNull(transaction.execute(_ -> work.apply(aftermath)), "never null");
    tell(aftermath);
    return result;
  }

  Optional<RunTransaction> locked(UUID run, Aftermath aftermath) {
    return RunTransaction.lock(jdbc, queueSide.queue(), aftermath, run);
  }

  private void tell(Aftermath aftermath) {
    aftermath.queuedChange().forEach((tenant, by) -> queueSide.depth().changed(tenant, by));
    if (aftermath.anyEnqueued()) {
      queueSide.workers().get().forEach(LocalWorker::workWaits);
      queueSide.broadcast().soon(Broadcast.JOB_READY, RunTransaction.KIND);
    }
    for (Aftermath.Asked asked : aftermath.asked()) {
      queueSide.workers().get().forEach(worker -> worker.cancelRequested(asked.job()));
      queueSide.broadcast().soon(Broadcast.JOB_CANCEL, Long.toString(asked.job()));
      running.look(asked.attempt());
      queueSide.broadcast().soon(RunningAttempts.LOOK, asked.attempt().toString());
    }
    aftermath.changed().forEach(signals::changed);
    aftermath.resources().forEach(turns::resource);
    if (aftermath.anyRunEnded()) {
      turns.waitingRuns();
    }
  }

  void tellChanged(UUID subject) {
    signals.changed(subject);
  }

  boolean cancelRun(UUID tenant, UUID run, String reason, CancelMode mode) {
    return inTransaction(aftermath ->
        locked(run, aftermath)
            .filter(locked -> locked.run().tenant().equals(tenant))
            .map(locked -> cancelAll(locked, reason, mode))
            .orElse(false));
  }

  private boolean cancelAll(RunTransaction locked, String reason, CancelMode mode) {
    List<Advance.Job> open =
        locked.jobs().values().stream().filter(job -> !job.state().ended()).toList();
    if (open.isEmpty()) {
      return false;
    }
    jdbc.sql("update ci_run set cancel_reason = coalesce(cancel_reason, :reason) where id = :run")
        .param("run", locked.run().id())
        .param("reason", reason)
        .update();
    boolean noneBegan = open.stream().allMatch(job -> job.state() == JobState.CREATED);
    for (Advance.Job job : open) {
      if (job.state() == JobState.CREATED && !noneBegan) {
        locked.ended(job, JobState.SKIPPED, "upstream_canceled");
      } else {
        locked.end(job, reason, mode);
      }
    }
    locked.advance();
    return true;
  }

  /** A newer run of the same ref came: what may be interrupted of this one ends. */
  void endForNewer(UUID tenant, UUID run) {
    inTransaction(aftermath ->
        locked(run, aftermath)
            .filter(locked -> locked.run().tenant().equals(tenant))
            .map(locked -> {
              endInterruptible(locked);
              return true;
            })
            .orElse(false));
  }

  private void endInterruptible(RunTransaction locked) {
    String plan =
        jdbc.sql("select plan from ci_run where id = :run")
            .param("run", locked.run().id())
            .query(String.class)
            .single();
    Set<UUID> interruptible =
        new HashSet<>(
            jdbc.sql("select id from ci_job where run_id = :run and interruptible")
                .param("run", locked.run().id())
                .query(UUID.class)
                .list());
    Collection<Advance.Job> jobs = locked.jobs().values();
    switch (PlanJson.read(plan, RunPlan.class).autoCancel().onNewCommit()) {
      case CONSERVATIVE -> {
        boolean begun =
            jobs.stream()
                .anyMatch(job ->
                    !interruptible.contains(job.id())
                        && (job.state().atWork()
                            || job.state() == JobState.SUCCESS
                            || job.state() == JobState.FAILED));
        if (!begun) {
          cancelAll(locked, "newer_run", CancelMode.GRACEFUL);
        }
      }
      case INTERRUPTIBLE -> {
        jobs.stream()
            .filter(job -> interruptible.contains(job.id()))
            .forEach(job -> locked.end(job, "newer_run", CancelMode.GRACEFUL));
        locked.advance();
      }
      case NONE -> {}
    }
  }

  boolean cancelJob(UUID tenant, UUID job, String reason, CancelMode mode) {
    return withJob(
        tenant,
        job,
        (locked, found) -> {
          if (found.state().ended()) {
            return false;
          }
          locked.end(found, reason, mode);
          locked.advance();
          return true;
        });
  }

  void play(UUID tenant, UUID job) {
    withJob(
        tenant,
        job,
        (locked, found) -> {
          if (found.state() != JobState.MANUAL && found.state() != JobState.SCHEDULED) {
            throw new RunRefused(
                RunRefused.Reason.WRONG_STATE,
                "Only a manual or a scheduled job can be played; this one is %s."
                    .formatted(found.state().code()));
          }
          locked.start(found.id(), "manual");
          locked.advance();
          return true;
        });
  }

  void retry(UUID tenant, UUID job) {
    withJob(
        tenant,
        job,
        (locked, found) -> {
          if (!found.state().ended() || found.state() == JobState.SKIPPED) {
            throw new RunRefused(
                RunRefused.Reason.WRONG_STATE,
                "Only a job at its end can be tried again; this one is %s."
                    .formatted(found.state().code()));
          }
          if (isOpen(found.id())) {
            throw new RunRefused(
                RunRefused.Reason.WRONG_STATE,
                "An open job is tried once: nobody knows the steps of another try.");
          }
          again(locked, List.of(found));
          return true;
        });
  }

  int retryFailed(UUID tenant, UUID run) {
    return inTransaction(aftermath ->
        locked(run, aftermath)
            .filter(locked -> locked.run().tenant().equals(tenant))
            .map(locked -> {
              List<Advance.Job> failed =
                  locked.jobs().values().stream()
                      .filter(
                          job -> job.state() == JobState.FAILED || job.state() == JobState.CANCELED)
                      .filter(job -> !isOpen(job.id()))
                      .toList();
              if (!failed.isEmpty()) {
                again(locked, failed);
              }
              return failed.size();
            })
            .orElse(0));
  }

  private boolean isOpen(UUID job) {
    return jdbc.sql("select open from ci_job where id = :job")
        .param("job", job)
        .query(Boolean.class)
        .single();
  }

  /** What was skipped is looked at again once what is tried again has its new end. */
  private void again(RunTransaction locked, List<Advance.Job> jobs) {
    jdbc.sql("update ci_run set cancel_reason = null where id = :run")
        .param("run", locked.run().id())
        .update();
    for (Advance.Job job : jobs) {
      jdbc.sql("update ci_job set infra_retries = 0, user_retries = 0 where id = :job")
          .param("job", job.id())
          .update();
      locked.start(job.id(), "manual");
    }
    jdbc.sql(
            """
            update ci_job set state = 'created', finished_at = null, cancel_reason = null
            where run_id = :run and state = 'skipped'
            """)
        .param("run", locked.run().id())
        .update();
    locked.advance();
  }

  private interface JobChange {
    boolean apply(RunTransaction locked, Advance.Job job);
  }

  private boolean withJob(UUID tenant, UUID job, JobChange change) {
    Optional<UUID> run =
        jdbc.sql("select run_id from ci_job where id = :job and tenant_id = :tenant")
            .param("job", job)
            .param("tenant", tenant)
            .query(UUID.class)
            .optional();
    return run.isPresent()
        && inTransaction(aftermath -> {
          RunTransaction locked = locked(run.get(), aftermath).orElseThrow();
          Map<UUID, Advance.Job> jobs = locked.jobs();
          return change.apply(locked, Objects.requireNonNull(jobs.get(job)));
        });
  }
}
