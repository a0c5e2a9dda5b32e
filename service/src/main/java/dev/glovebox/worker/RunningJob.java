package dev.glovebox.worker;

import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job in a slot, and the signal to its handler that it is to stop. */
final class RunningJob implements StopSignal {

  private static final Logger log = LoggerFactory.getLogger(RunningJob.class);

  private final Lease lease;
  private boolean stopped;
  private @Nullable Runnable interrupt;

  RunningJob(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  /** Tells the handler, once. */
  void stop() {
    Runnable toCall;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      toCall = interrupt;
      interrupt = null;
    }
    if (toCall != null) {
      call(toCall);
    }
  }

  @Override
  public synchronized boolean stopped() {
    return stopped;
  }

  @Override
  public void onStop(Runnable newInterrupt) {
    synchronized (this) {
      if (!stopped) {
        interrupt = newInterrupt;
        return;
      }
    }
    call(newInterrupt);
  }

  private void call(Runnable toCall) {
    try {
      toCall.run();
    } catch (RuntimeException e) {
      log.error("Job {} could not be interrupted; it ends by its own limits", lease.job(), e);
    }
  }
}
