package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.execute.FailureClass;
import dev.glovebox.ci.execute.JobExecutor;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.queue.StopSignal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes attempts for the worker. A job of the queue is one attempt and is executed once: where
 * the queue hands it out again, the worker before has failed, and what is tried again is tried as a
 * new attempt with a log of its own.
 */
public final class CiHandler implements JobHandler {

  private static final Logger log = LoggerFactory.getLogger(CiHandler.class);

  /** The reason of failures that are the engine's. */
  private static final String RUNTIME = "container_runtime_error";

  private final Attempts attempts;
  private final Orders orders;
  private final JobExecutor executor;
  private final RunningAttempts running;
  private final Recorders recorders;
  private final Equipment equipment;

  CiHandler(
      Attempts attempts,
      Orders orders,
      JobExecutor executor,
      RunningAttempts running,
      Recorders recorders,
      Equipment equipment) {
    this.attempts = attempts;
    this.orders = orders;
    this.executor = executor;
    this.running = running;
    this.recorders = recorders;
    this.equipment = equipment;
  }

  @Override
  public String kind() {
    return RunTransaction.KIND;
  }

  @Override
  public Slots slots() {
    return Slots.LONG;
  }

  @Override
  public void handle(Lease lease, StopSignal stop) {
    Attempts.Task task = find(lease);
    if (task.cancelAsked()) {
      attempts.end(lease, task, new Outcome.Canceled());
    } else if (task.state() != JobState.QUEUED) {
      attempts.end(lease, task, infra("worker_lost", "The worker that ran the job fell silent."));
    } else if (attempts.begin(lease, task)) {
      execute(lease, task, stop);
    } else {
      attempts.end(lease, task, new Outcome.Canceled());
    }
  }

  private void execute(Lease lease, Attempts.Task task, StopSignal stop) {
    Outcome outcome;
    Equipment.Period period = equipment.begin();
    try (RunningAttempts.Asked asked = running.begin(task.attempt(), stop)) {
      Orders.Ready ready;
      try {
        ready = orders.of(task, lease.owner());
      } catch (LeaseLost e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("Attempt {} could not be prepared; it is tried again", task.attempt(), e);
        attempts.end(
            lease, task, infra(RUNTIME, "The job could not be prepared: " + e.getMessage()));
        return;
      }
      try (Recorder recorder = recorders.of(lease, task, ready, asked)) {
        ready.notes().forEach(recorder::note);
        Outcome came = run(task, order(lease, task, ready, recorder), recorder, asked);
        outcome = recorder.finished(isDisturbed(came, period) ? outage(came) : came);
      }
    }
    attempts.end(lease, task, outcome);
  }

  private AttemptOrder order(
      Lease lease, Attempts.Task task, Orders.Ready ready, Recorder recorder) {
    return task.plan().open().isPresent()
        ? ready.order().with(recorders.further(lease, task, ready, recorder))
        : ready.order();
  }

  private Outcome run(
      Attempts.Task task, AttemptOrder order, Recorder recorder, RunningAttempts.Asked asked) {
    try {
      return executor.execute(order, recorder, asked);
    } catch (LeaseLost e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("Attempt {} could not be executed; it is tried again", task.attempt(), e);
      return infra(RUNTIME, "The job could not be executed: " + e.getMessage());
    }
  }

  /** Whether the engine may have been what failed, and was. */
  private static boolean isDisturbed(Outcome came, Equipment.Period period) {
    return came instanceof Outcome.Failure failure
        && failure.retryable()
        && switch (failure.failureClass()) {
          // What else is of our own was not the engine's: the store of artifacts, say.
          case INFRA -> failure.reason().equals(RUNTIME) && period.disturbed();
          case IMAGE, SERVICE -> period.disturbed();
          case SCRIPT, LIMIT, POLICY -> false;
        };
  }

  private static Outcome outage(Outcome came) {
    return infra(
        Attempts.OUTAGE,
        "The engine of the worker made no containers for a while%s"
            .formatted(came instanceof Outcome.Failure failure ? ": " + failure.sentence() : "."));
  }

  @Override
  public void giveUp(Lease lease, String evidence) {
    Attempts.Task task = find(lease);
    attempts.end(
        lease,
        task,
        task.cancelAsked()
            ? new Outcome.Canceled()
            : new Outcome.Failure(
                FailureClass.INFRA,
                "worker_lost",
                "The job was given up: " + evidence,
                Optional.empty(),
                Optional.empty(),
                false));
  }

  private Attempts.Task find(Lease lease) {
    return attempts
        .find(lease.subject())
        .orElseThrow(() ->
            new InfrastructureFault("attempt_gone", "there is no attempt " + lease.subject()));
  }

  private static Outcome infra(String reason, String sentence) {
    return new Outcome.Failure(
        FailureClass.INFRA, reason, sentence, Optional.empty(), Optional.empty(), true);
  }
}
