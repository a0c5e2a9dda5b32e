package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobContainer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends one run of a container early, because somebody asked for it or its time is over: TERM, the
 * grace time, KILL. Thread-safe.
 */
final class Ending implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Ending.class);
  private static final Duration KILL_AGAIN = Duration.ofSeconds(1);

  /** Why a run was ended. */
  enum Cause {
    CANCELED,
    STEP_TIME,
    JOB_TIME,
    DISK,
    /** What it has written could not be measured. */
    UNMEASURED
  }

  private final JobContainer container;
  private final Duration grace;
  private final CountDownLatch startedOrOver = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();

  Ending(JobContainer container, Duration grace) {
    this.container = container;
    this.grace = grace;
  }

  /** The container runs: from now on signals reach it. */
  void started() {
    startedOrOver.countDown();
  }

  /** Ends it after this time unless it has ended by then. */
  void after(Duration time, Cause because) {
    Thread.ofVirtual()
        .name("glovebox-job-time")
        .start(() -> {
          if (!isWithin(over, time)) {
            begin(because);
          }
        });
  }

  /** Ends it as gently as is asked for; returns at once. */
  void rise(Cancellation.Mode mode) {
    switch (mode) {
      case NONE -> {}
      case GRACEFUL -> begin(Cause.CANCELED);
      case FORCE -> {
        cause.compareAndSet(null, Cause.CANCELED);
        Thread.ofVirtual().name("glovebox-job-kill").start(this::kill);
      }
    }
  }

  /** Only the first cause counts: who was asked to end has its grace time, not two of them. */
  void begin(Cause because) {
    if (over.getCount() > 0 && cause.compareAndSet(null, because)) {
      Thread.ofVirtual().name("glovebox-job-end").start(this::endGently);
    }
  }

  private void endGently() {
    try {
      startedOrOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (over.getCount() > 0) {
      signal(container::terminate);
    }
    if (!isWithin(over, grace)) {
      kill();
    }
  }

  private void kill() {
    // A container that is about to start takes no signal: it is sent until the end is seen.
    while (over.getCount() > 0) {
      signal(container::kill);
      isWithin(over, KILL_AGAIN);
    }
  }

  private static void signal(Runnable signal) {
    try {
      signal.run();
    } catch (SandboxException e) {
      log.warn("A job could not be signalled: {}", e.getMessage());
    }
  }

  private static boolean isWithin(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Why it was ended, or null where nobody ended it. */
  @Nullable Cause cause() {
    return cause.get();
  }

  /** It has ended. */
  @Override
  public void close() {
    over.countDown();
    startedOrOver.countDown();
  }
}
