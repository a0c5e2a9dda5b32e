package dev.glovebox.sandbox.docker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls something unless it is closed in time. */
final class Deadline implements AutoCloseable {

  private final CountDownLatch over = new CountDownLatch(1);

  private Deadline() {}

  /**
   * @param late called from another thread
   */
  static Deadline in(Duration most, Runnable late) {
    Deadline deadline = new Deadline();
    Thread.ofVirtual()
        .name("glovebox-deadline")
        .start(() -> {
          try {
            if (!deadline.over.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
              late.run();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return deadline;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
