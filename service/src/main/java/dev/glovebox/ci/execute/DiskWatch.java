package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobContainer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how much a running container has written outside of its workspace: few file
 * systems below an engine can bound that by themselves. Looking takes as long as there are many
 * files, so the more they are the more seldom it looks.
 */
final class DiskWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int PAUSES_PER_LOOK = 10;

  private final JobContainer container;
  private final long most;
  private final Runnable exceeded;
  private final CountDownLatch over = new CountDownLatch(1);

  private DiskWatch(JobContainer container, long most, Runnable exceeded) {
    this.container = container;
    this.most = most;
    this.exceeded = exceeded;
  }

  /**
   * Begins to look.
   *
   * @param most bytes
   * @param exceeded called once, from another thread, when there are more
   */
  static DiskWatch start(JobContainer container, long most, Runnable exceeded) {
    DiskWatch watch = new DiskWatch(container, most, exceeded);
    Thread.ofVirtual().name("glovebox-job-disk").start(watch::look);
    return watch;
  }

  private void look() {
    long pause = PAUSE.toNanos();
    try {
      while (!over.await(pause, TimeUnit.NANOSECONDS)) {
        long began = System.nanoTime();
        if (isExceeded()) {
          exceeded.run();
          return;
        }
        pause = Math.max(PAUSE.toNanos(), PAUSES_PER_LOOK * (System.nanoTime() - began));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isExceeded() {
    try {
      return container.layerBytes() > most;
    } catch (SandboxException e) {
      log.warn("How much a job has written is not known: {}", e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
