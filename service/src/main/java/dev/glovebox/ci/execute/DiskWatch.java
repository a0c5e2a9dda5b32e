package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobContainer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how much a running container has written outside of its workspace: few file
 * systems below an engine can bound that by themselves. Looking takes as long as there are many
 * files, so the more they are the more seldom it looks, within bounds; and what can't be measured
 * again and again, by an engine that answers otherwise, is too much.
 */
final class DiskWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int PAUSES_PER_LOOK = 10;

  /** So many looks in a row that come to nothing end the job. */
  static final int MOST_FAILURES = 3;

  private final JobContainer container;
  private final long most;
  private final Consumer<Ending.Cause> exceeded;
  private final CountDownLatch over = new CountDownLatch(1);
  private int failures;

  DiskWatch(JobContainer container, long most, Consumer<Ending.Cause> exceeded) {
    this.container = container;
    this.most = most;
    this.exceeded = exceeded;
  }

  /**
   * Begins to look.
   *
   * @param most bytes
   * @param exceeded called once, from another thread, when there are more, or nobody can say
   */
  static DiskWatch start(JobContainer container, long most, Consumer<Ending.Cause> exceeded) {
    DiskWatch watch = new DiskWatch(container, most, exceeded);
    Thread.ofVirtual().name("glovebox-job-disk").start(watch::look);
    return watch;
  }

  private void look() {
    long pause = PAUSE.toNanos();
    try {
      while (!over.await(pause, TimeUnit.NANOSECONDS)) {
        long began = System.nanoTime();
        if (isEnough()) {
          return;
        }
        long took = System.nanoTime() - began;
        pause = Math.clamp(PAUSES_PER_LOOK * took, PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look; true when it was the last, for the end of the job was asked for. */
  boolean isEnough() {
    try {
      boolean more = container.layerBytes() > most;
      failures = 0;
      if (more) {
        exceeded.accept(Ending.Cause.DISK);
      }
      return more;
    } catch (SandboxException e) {
      log.warn("How much a job has written is not known: {}", e.getMessage());
      return isUnmeasurable();
    }
  }

  /** An engine that answers nothing at all tells nothing about the job. */
  private boolean isUnmeasurable() {
    try {
      var _ = container.isHealthy();
    } catch (SandboxException e) {
      log.warn("The engine does not answer for a job: {}", e.getMessage());
      return false;
    }
    failures++;
    if (failures < MOST_FAILURES) {
      return false;
    }
    exceeded.accept(Ending.Cause.UNMEASURED);
    return true;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
