package dev.glovebox.sandbox.docker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls something unless it is closed in time. */
final class Deadline implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Deadline.class);

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

  /**
   * Closes a channel whose reads know no timeout; whoever reads from it is told by an exception.
   */
  static Deadline closing(SocketChannel channel, Duration most) {
    return in(
        most,
        () -> {
          try {
            channel.close();
          } catch (IOException e) {
            log.debug("a connection that got no answer could not be closed", e);
          }
        });
  }

  @Override
  public void close() {
    over.countDown();
  }
}
