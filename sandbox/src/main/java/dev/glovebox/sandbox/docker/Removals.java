package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers in the background, a few at a time. One that can't be removed now is tried
 * again until it is gone: none is forgotten.
 */
final class Removals {

  private static final Logger log = LoggerFactory.getLogger(Removals.class);
  private static final int RETRY_MILLIS = 250;
  private static final int LONGEST_RETRY_MILLIS = 10_000;

  private record Removal(String container, Runnable gone, int attempts) {}

  private final Engine engine;
  private final Watch watch;
  private final int most;
  private final Runnable progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Removal> waiting = new ArrayDeque<>();
  private int busy;
  private int pending;

  /**
   * @param most how many at the same time
   * @param progress called after each removal
   */
  Removals(Engine engine, Watch watch, int most, Runnable progress) {
    this.engine = engine;
    this.watch = watch;
    this.most = most;
    this.progress = progress;
  }

  /**
   * Removes a container.
   *
   * @param gone called when it is gone for certain
   */
  void add(String container, Runnable gone) {
    lock.lock();
    try {
      pending++;
      waiting.add(new Removal(container, gone, 0));
      startWorkers();
    } finally {
      lock.unlock();
    }
  }

  /** Containers not gone yet. */
  int pending() {
    lock.lock();
    try {
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Removals begun or about to begin; those that wait for another try don't count. */
  int backlog() {
    lock.lock();
    try {
      return waiting.size() + busy;
    } finally {
      lock.unlock();
    }
  }

  private void startWorkers() {
    while (busy < most && !waiting.isEmpty()) {
      Removal next = waiting.remove();
      busy++;
      Thread.ofVirtual().name("glovebox-remove").start(() -> work(next));
    }
  }

  private void work(Removal removal) {
    boolean gone = false;
    try {
      gone = engine.remove(removal.container());
    } catch (SandboxException e) {
      log.warn("A container could not be removed, it will be tried again: {}", e.getMessage());
    }
    if (gone) {
      removal.gone().run();
    }
    lock.lock();
    try {
      busy--;
      if (gone) {
        pending--;
      }
      startWorkers();
    } finally {
      lock.unlock();
    }
    if (!gone) {
      retry(new Removal(removal.container(), removal.gone(), removal.attempts() + 1));
    }
    progress.run();
  }

  private void retry(Removal removal) {
    int doublings = Math.min(removal.attempts(), 6);
    long millis = Math.min((long) RETRY_MILLIS << doublings, LONGEST_RETRY_MILLIS);
    watch.later(
        millis,
        () -> {
          lock.lock();
          try {
            waiting.add(removal);
            startWorkers();
          } finally {
            lock.unlock();
          }
        });
    log.debug(
        "removal of {} is tried again in {} {}",
        removal.container(),
        millis,
        TimeUnit.MILLISECONDS);
  }
}
