package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.Cancellation;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.queue.Lease;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what an executor tells its news to. */
final class Recorders {

  private final JdbcClient jdbc;
  private final Attempts attempts;
  private final Signals signals;
  private final Artifacts artifacts;
  private final Caches caches;

  Recorders(
      JdbcClient jdbc, Attempts attempts, Signals signals, Artifacts artifacts, Caches caches) {
    this.jdbc = jdbc;
    this.attempts = attempts;
    this.signals = signals;
    this.artifacts = artifacts;
    this.caches = caches;
  }

  /** Steps that come while the attempt runs, which tells the recorder of them. */
  AddedSteps further(Lease lease, Attempts.Task task, Orders.Ready ready, Recorder recorder) {
    return new AddedSteps(
        jdbc, signals, lease, task.attempt(), new Masking(ready.secrets()), recorder::logEnd);
  }

  /** For one attempt; the caller closes it. */
  Recorder of(Lease lease, Attempts.Task task, Orders.Ready ready, RunningAttempts.Asked asked) {
    Masking masking = new Masking(ready.secrets());
    AttemptLog log =
        AttemptLog.open(
            new LogRows(jdbc, lease, task.attempt()),
            masking,
            task.plan().limits().logBytes(),
            () -> signals.grew(task.attempt()),
            () -> asked.rise(Cancellation.Mode.FORCE));
    return new Recorder(
        new StepRows(jdbc, lease, task.attempt()),
        log,
        attempts,
        lease,
        task,
        masking,
        new StoredFiles(artifacts, caches, task, masking));
  }
}
