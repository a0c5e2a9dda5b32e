package dev.glovebox.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A background loop that survives whatever its step throws: the failure is logged with what happens
 * next, counted ({@code glovebox.loop.failures}), and the step is tried again after a pause that
 * doubles from 100 ms to 5 s.
 */
public final class RunUntilStopped implements AutoCloseable {

  /** One round of a loop. */
  @FunctionalInterface
  public interface Step {
    /**
     * @return whether there is more to do at once
     */
    boolean run() throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(RunUntilStopped.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Step step;
  private final Duration between;
  private final MeterRegistry meters;
  private final WakeUp wakeUp = new WakeUp();
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * @param name of the loop, for logs, metrics and its thread
   * @param step one round
   * @param between how long to wait for {@link #wake()} between rounds
   */
  public RunUntilStopped(String name, Step step, Duration between, MeterRegistry meters) {
    this.name = name;
    this.step = step;
    this.between = between;
    this.meters = meters;
  }

  /** Starts the loop on a virtual thread of its own. */
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("glovebox-" + name).start(this::loop);
    }
  }

  /** Ends the present wait between two rounds. */
  public void wake() {
    wakeUp.ring();
  }

  /** Ends the loop and waits for the round in progress, at most ten seconds. */
  @Override
  public void close() {
    stop.countDown();
    wake();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      if (!running.join(Duration.ofSeconds(10))) {
        log.warn("Loop {} does not end; it is interrupted", name);
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration pause = FIRST_PAUSE;
    while (stop.getCount() > 0) {
      try {
        if (!step.run()) {
          wakeUp.await(between);
        }
        pause = FIRST_PAUSE;
      } catch (InterruptedException e) {
        log.info("Loop {} was interrupted and ends", name);
        return;
      } catch (Throwable e) {
        meters.counter("glovebox.loop.failures", "loop", name).increment();
        log.error("Loop {} failed; it goes on in {} ms", name, pause.toMillis(), e);
        if (stopsWithin(pause)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private boolean stopsWithin(Duration pause) {
    try {
      return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      log.info("Loop {} was interrupted and ends", name);
      return true;
    }
  }
}
