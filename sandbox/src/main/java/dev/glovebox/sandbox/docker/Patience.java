package dev.glovebox.sandbox.docker;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long a call of the engine may take. The client has a timeout of its own, but it has no effect
 * on a Unix socket: an engine that hangs would keep its callers for as long as it does.
 */
final class Patience {

  private final Duration most;

  Patience(Duration most) {
    this.most = most;
  }

  /** The engine did not answer in time; the call is broken off. */
  static final class NoAnswer extends RuntimeException {
    NoAnswer(String message, Exception cause) {
      super(message, cause);
    }
  }

  /**
   * Makes a call on a thread of its own, which is interrupted when the time is up: that closes its
   * connection.
   *
   * @throws NoAnswer when the time is up, or whoever waits is interrupted
   */
  <T> T call(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofVirtual().name("glovebox-engine-call").start(task);
    try {
      return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new NoAnswer("no answer within %d s".formatted(most.toSeconds()), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("a call of the engine failed for a reason of our own", e);
    }
  }
}
