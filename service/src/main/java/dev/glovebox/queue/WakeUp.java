package dev.glovebox.queue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bell: rung any number of times, heard once. Rung before anybody waits, it is still heard. */
public final class WakeUp {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean pending;

  /** Wakes whoever waits, or the next who will. */
  public void ring() {
    lock.lock();
    try {
      pending = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the bell.
   *
   * @return whether it rang; false when the time was up
   */
  public boolean await(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (!pending) {
        if (left <= 0) {
          return false;
        }
        left = rung.awaitNanos(left);
      }
      pending = false;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
