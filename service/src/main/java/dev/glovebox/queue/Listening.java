package dev.glovebox.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other processes {@link Broadcast}, over one connection of its own, never one from a
 * pool. After every (re)connection those who asked are told, for whatever was said meanwhile is
 * lost: they look for themselves.
 */
public final class Listening implements AutoCloseable {

  /** Opens a connection that is used for nothing else. */
  @FunctionalInterface
  public interface ConnectionSource {
    Connection open() throws SQLException;
  }

  private static final Logger log = LoggerFactory.getLogger(Listening.class);
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final ConnectionSource source;
  private final ProcessTag self;
  private final Map<String, List<Consumer<List<String>>>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> onConnected = new CopyOnWriteArrayList<>();
  private final RunUntilStopped loop;
  private volatile @Nullable Connection connection;
  private volatile boolean listens;
  private volatile boolean closed;

  public Listening(ConnectionSource source, ProcessTag self, MeterRegistry meters) {
    this.source = source;
    this.self = self;
    this.loop = new RunUntilStopped("listen", this::round, Duration.ZERO, meters);
    meters.gauge("glovebox.listen.connected", this, l -> l.listens ? 1 : 0);
  }

  /** Who hears a channel too. Before {@link #start}. The listener must return quickly. */
  public void on(String channel, Consumer<List<String>> listener) {
    listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /** Whom to tell that everything may have been missed. Before {@link #start}. */
  public void onConnected(Runnable listener) {
    onConnected.add(listener);
  }

  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
    loop.close();
  }

  private boolean round() throws SQLException {
    if (closed) {
      return false;
    }
    try {
      Connection open = connection;
      if (open == null) {
        open = connect();
      }
      PGNotification[] heard =
          open.unwrap(PGConnection.class).getNotifications((int) SILENCE.toMillis());
      if (heard == null || heard.length == 0) {
        if (!open.isValid(5)) {
          throw new SQLException("the listening connection is gone");
        }
        return true;
      }
      for (PGNotification notification : heard) {
        dispatch(notification);
      }
      return true;
    } catch (SQLException e) {
      disconnect();
      if (closed) {
        return false;
      }
      throw e;
    }
  }

  private Connection connect() throws SQLException {
    Connection open = source.open();
    connection = open;
    if (closed) {
      throw new SQLException("closed while connecting");
    }
    if (!open.getAutoCommit()) {
      open.setAutoCommit(true);
    }
    try (Statement statement = open.createStatement()) {
      for (String channel : listeners.keySet()) {
        statement.execute("listen " + statement.enquoteIdentifier(channel, true));
      }
    }
    log.info("Listening on {}", listeners.keySet());
    onConnected.forEach(Runnable::run);
    listens = true;
    return open;
  }

  private void dispatch(PGNotification notification) {
    List<String> lines = notification.getParameter().lines().toList();
    if (lines.isEmpty() || lines.getFirst().equals(self.value())) {
      return;
    }
    for (Consumer<List<String>> listener :
        listeners.getOrDefault(notification.getName(), List.of())) {
      try {
        listener.accept(lines.subList(1, lines.size()));
      } catch (RuntimeException e) {
        log.error(
            "A listener of {} failed; the notification is dropped", notification.getName(), e);
      }
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    listens = false;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("Closing the listening connection failed; it is given up", e);
      }
    }
  }
}
