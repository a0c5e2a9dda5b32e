package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.Cancellation;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.StopSignal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The attempts that run in this process, and how hard the end of each is asked for. */
final class RunningAttempts {

  /** Somebody asked for the end of an attempt, maybe again. Item: its id. */
  static final String LOOK = "ci_cancel";

  private final JdbcClient jdbc;
  private final ConcurrentMap<UUID, Asked> running = new ConcurrentHashMap<>();

  RunningAttempts(JdbcClient jdbc, Listening listening) {
    this.jdbc = jdbc;
    listening.on(LOOK, ids -> ids.forEach(id -> lookSoon(UUID.fromString(id))));
    listening.onConnected(() -> List.copyOf(running.keySet()).forEach(this::lookSoon));
  }

  /** Whoever listens must return quickly: the database is asked by another thread. */
  private void lookSoon(UUID attempt) {
    if (running.containsKey(attempt)) {
      Thread.ofVirtual().name("ci-look").start(() -> look(attempt));
    }
  }

  /** Looks how hard the end of an attempt is asked for; ignored when it does not run here. */
  void look(UUID attempt) {
    Asked asked = running.get(attempt);
    if (asked != null) {
      asked.rise(mode(attempt));
    }
  }

  private Cancellation.Mode mode(UUID attempt) {
    return jdbc.sql("select cancel_mode from ci_attempt where id = :attempt")
        .param("attempt", attempt)
        .query(String.class)
        .optional()
        .map(CancelMode::read)
        .orElse(Cancellation.Mode.FORCE);
  }

  /**
   * An attempt runs here from now on, until the answer is closed.
   *
   * @param stop of the worker; where nobody asked for an end, it says that the lease is lost
   */
  Asked begin(UUID attempt, StopSignal stop) {
    Asked asked = new Asked(attempt);
    running.put(attempt, asked);
    stop.onStop(() -> {
      Cancellation.Mode mode = mode(attempt);
      asked.rise(mode == Cancellation.Mode.NONE ? Cancellation.Mode.FORCE : mode);
    });
    return asked;
  }

  /** How hard the end of one attempt is asked for. */
  final class Asked implements Cancellation, AutoCloseable {

    private final UUID attempt;
    private Mode mode = Mode.NONE;
    private @Nullable Runnable listener;

    private Asked(UUID attempt) {
      this.attempt = attempt;
    }

    void rise(Mode to) {
      Runnable toCall;
      synchronized (this) {
        if (to.compareTo(mode) <= 0) {
          return;
        }
        mode = to;
        toCall = listener;
      }
      if (toCall != null) {
        toCall.run();
      }
    }

    @Override
    public synchronized Mode mode() {
      return mode;
    }

    @Override
    public void onRise(Runnable newListener) {
      boolean risen;
      synchronized (this) {
        listener = newListener;
        risen = mode != Mode.NONE;
      }
      if (risen) {
        newListener.run();
      }
    }

    @Override
    public void close() {
      running.remove(attempt, this);
    }
  }
}
