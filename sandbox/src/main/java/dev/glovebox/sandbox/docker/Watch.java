package dev.glovebox.sandbox.docker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every conversation ten times a second and ends those that are past their deadline. A
 * deadline costs its owner one volatile write, where a timer for each run would wake a thread.
 */
final class Watch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final int PERIOD_MILLIS = 100;

  /** Something that may take too long. */
  interface Watched {
    /** Called about every tenth of a second; must not wait. */
    void check(long nowNanos);
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticks;

  Watch() {
    ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("glovebox-watch").factory());
    var _ =
        ticks.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(Watched one) {
    watched.add(one);
  }

  void remove(Watched one) {
    watched.remove(one);
  }

  /** Does something once, later; what it throws is logged. */
  void later(long millis, Runnable what) {
    var _ = ticks.schedule(() -> guarded(what), millis, TimeUnit.MILLISECONDS);
  }

  /** Stops looking. */
  @Override
  public void close() {
    ticks.shutdownNow();
  }

  private void tick() {
    long now = System.nanoTime();
    for (Watched one : watched) {
      guarded(() -> one.check(now));
    }
  }

  private static void guarded(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      log.error("A timed task of the sandbox pool failed; the others go on", e);
    }
  }
}
