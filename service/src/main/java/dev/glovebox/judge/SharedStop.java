package dev.glovebox.judge;

import dev.glovebox.queue.StopSignal;
import java.util.ArrayList;
import java.util.List;

/** A stop signal that several sandboxes of one submission listen to: it calls all who asked. */
final class SharedStop implements StopSignal {

  private final StopSignal signal;
  private final List<Runnable> interrupts = new ArrayList<>();
  private boolean called;

  SharedStop(StopSignal signal) {
    this.signal = signal;
    signal.onStop(this::interruptAll);
  }

  @Override
  public boolean stopped() {
    return signal.stopped();
  }

  @Override
  public void onStop(Runnable interrupt) {
    synchronized (this) {
      if (!called) {
        interrupts.add(interrupt);
        return;
      }
    }
    interrupt.run();
  }

  private void interruptAll() {
    List<Runnable> all;
    synchronized (this) {
      called = true;
      all = List.copyOf(interrupts);
    }
    all.forEach(Runnable::run);
  }
}
