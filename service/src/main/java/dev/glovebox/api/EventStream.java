package dev.glovebox.api;

import dev.glovebox.submission.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the judge, which must never wait, and one client, which may be slow. Progress only grows:
 * what a repeated attempt passes a second time is not told again. A client that is far behind loses
 * the oldest steps, never the last.
 */
final class EventStream {

  private static final int MOST_WAITING = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Progress> waiting = new ArrayDeque<>();
  private int last;
  private boolean closed;

  /**
   * @param last the sequence of the last event that the client has seen; -1 = none
   */
  EventStream(int last) {
    this.last = last;
  }

  void offer(Progress progress) {
    lock.lock();
    try {
      if (progress.sequence() > last) {
        last = progress.sequence();
        if (waiting.size() == MOST_WAITING) {
          waiting.removeFirst();
        }
        waiting.addLast(progress);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends waiting, now and later: the service stops. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** The next step; empty when nothing came in time or the stream is closed. */
  Optional<Progress> next(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(atMost);
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return Optional.ofNullable(waiting.pollFirst());
    } finally {
      lock.unlock();
    }
  }
}
