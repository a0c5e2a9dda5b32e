package dev.glovebox.judge;

import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.Sandbox;
import java.util.function.Supplier;

/**
 * A sandbox in this thread's hands, which a stop signal from another thread may end, but only until
 * it is given back: a sandbox that is reused must not be hit by a late signal. A sandbox that is
 * lost can be exchanged for another one.
 */
final class HeldSandbox implements AutoCloseable {

  private final Supplier<Sandbox> source;
  private final StopSignal stop;
  private final Object lock = new Object();
  private Sandbox sandbox;
  private boolean held = true;

  /**
   * @param source where sandboxes come from; one is taken at once
   */
  HeldSandbox(Supplier<Sandbox> source, StopSignal stop) {
    this.source = source;
    this.sandbox = source.get();
    this.stop = stop;
    stop.onStop(this::interrupt);
  }

  /** Gives the sandbox back and takes another one. */
  void renew() {
    close();
    Sandbox fresh = source.get();
    synchronized (lock) {
      sandbox = fresh;
      held = true;
      if (stop.stopped()) {
        fresh.kill();
      }
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  boolean stopped() {
    return stop.stopped();
  }

  private void interrupt() {
    synchronized (lock) {
      if (held) {
        sandbox.kill();
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (!held) {
        return;
      }
      held = false;
    }
    sandbox.close();
  }
}
