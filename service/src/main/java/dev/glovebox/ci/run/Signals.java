package dev.glovebox.ci.run;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Listening;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells that something about a run or an attempt has changed, here and in other processes. A signal
 * carries nothing: whoever hears it reads the database, so that a slow or deaf reader misses
 * nothing. Who registers first and reads then can't be late; who waits looks again after a while,
 * for a signal of another process may be lost.
 */
public final class Signals {

  /** Something changed. Item: the id of a run or an attempt. */
  static final String CHANGED = "ci_changed";

  private final Broadcast broadcast;
  private final ConcurrentMap<UUID, List<Runnable>> waiting = new ConcurrentHashMap<>();

  Signals(Broadcast broadcast, Listening listening) {
    this.broadcast = broadcast;
    listening.on(CHANGED, ids -> ids.forEach(id -> tellHere(UUID.fromString(id))));
    listening.onConnected(() -> List.copyOf(waiting.keySet()).forEach(this::tellHere));
  }

  /** Registers; the caller closes it. */
  public Signal of(UUID subject) {
    return new Signal(subject);
  }

  /**
   * Registers somebody who is called instead of waiting.
   *
   * @param told runs on the thread that tells: it is quick and never fails
   */
  public Call call(UUID subject, Runnable told) {
    add(subject, told);
    return () -> remove(subject, told);
  }

  /** Somebody is called until this is closed. */
  public interface Call extends AutoCloseable {
    @Override
    void close();
  }

  /** Tells at once. */
  void changed(UUID subject) {
    tellHere(subject);
    broadcast.soon(CHANGED, subject.toString());
  }

  /** Tells those here at once, others now and then. */
  void grew(UUID subject) {
    tellHere(subject);
    broadcast.latest(CHANGED, subject.toString(), subject.toString());
  }

  private void tellHere(UUID subject) {
    waiting.getOrDefault(subject, List.of()).forEach(Runnable::run);
  }

  private void add(UUID subject, Runnable told) {
    waiting.compute(
        subject,
        (_, there) -> {
          List<Runnable> list = there == null ? new CopyOnWriteArrayList<>() : there;
          list.add(told);
          return list;
        });
  }

  private void remove(UUID subject, Runnable told) {
    waiting.computeIfPresent(
        subject,
        (_, there) -> {
          there.remove(told);
          return there.isEmpty() ? null : there;
        });
  }

  /** A place to wait at. */
  public final class Signal implements AutoCloseable {

    private final Semaphore rung = new Semaphore(0);
    private final Call registered;

    private Signal(UUID subject) {
      registered = call(subject, rung::release);
    }

    /**
     * Waits until something changed since the last time, or so long.
     *
     * @return whether it was told
     */
    public boolean await(Duration atMost) throws InterruptedException {
      boolean told = rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
      rung.drainPermits();
      return told;
    }

    @Override
    public void close() {
      registered.close();
    }
  }
}
