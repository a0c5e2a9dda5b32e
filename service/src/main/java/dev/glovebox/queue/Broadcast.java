package dev.glovebox.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Tells other processes, by NOTIFY, after the fact. A NOTIFY inside a transaction that writes holds
 * a database-wide lock while the commit reaches the disk, so that commits queue up behind each
 * other; here what was committed is announced by a transaction of its own that writes nothing, many
 * items at a time. What is lost when a process dies in between is found by the listeners' slow
 * second look.
 */
public final class Broadcast implements AutoCloseable {

  /** A kind of job has something waiting. Item: the kind. */
  public static final String JOB_READY = "job_ready";

  /** A running job is to stop. Item: its id. */
  public static final String JOB_CANCEL = "job_cancel";

  private static final int MOST_BYTES = 7_900;

  private static final String NOTIFY =
      "select pg_notify(channel, payload) from unnest(:channels::text[], :payloads::text[]) as n(channel, payload)";

  private final JdbcClient jdbc;
  private final ProcessTag self;
  private final Duration pause;
  private final Duration slowPause;
  private final RunUntilStopped loop;
  private final CountDownLatch closing = new CountDownLatch(1);

  private final Map<String, Set<String>> urgent = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> latest = new LinkedHashMap<>();
  private long latestSentAt;

  /**
   * @param pause least time between two transactions
   * @param slowPause least time between two transactions for {@link #latest}
   */
  public Broadcast(
      JdbcClient jdbc, ProcessTag self, Duration pause, Duration slowPause, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.self = self;
    this.pause = pause;
    this.slowPause = slowPause;
    this.latestSentAt = System.nanoTime() - slowPause.toNanos();
    this.loop = new RunUntilStopped("broadcast", this::round, Duration.ofSeconds(10), meters);
  }

  public void start() {
    loop.start();
  }

  /**
   * Sends an item soon: at once when nothing was sent lately. The same item twice is sent once.
   *
   * @param item printable, without line breaks, at most a few hundred bytes
   */
  public void soon(String channel, String item) {
    synchronized (urgent) {
      if (!urgent.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).add(item)) {
        return;
      }
    }
    loop.wake();
  }

  /** Sends the last of all items of this key, rarely. */
  public void latest(String channel, String key, String item) {
    synchronized (urgent) {
      latest.computeIfAbsent(channel, _ -> new LinkedHashMap<>()).put(key, item);
    }
    loop.wake();
  }

  /** Sends what there is to be sent now. Public for tests that drive it by hand. */
  public void runOnce() {
    flush(true);
  }

  /** Sends the rest, then stops. */
  @Override
  public void close() {
    closing.countDown();
    loop.close();
    flush(true);
  }

  private boolean round() throws InterruptedException {
    long wait = slowPause.toNanos() - (System.nanoTime() - latestSentAt);
    flush(wait <= 0);
    boolean more;
    synchronized (urgent) {
      more = !urgent.isEmpty() || !latest.isEmpty();
    }
    // Paces itself; ends early only when the process does.
    return !closing.await(pause.toNanos(), TimeUnit.NANOSECONDS) && more;
  }

  private void flush(boolean withLatest) {
    Map<String, Set<String>> items = new LinkedHashMap<>();
    synchronized (urgent) {
      urgent.forEach((channel, set) -> items.put(channel, new LinkedHashSet<>(set)));
      urgent.clear();
      if (withLatest && !latest.isEmpty()) {
        latest.forEach((channel, map) ->
            items.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).addAll(map.values()));
        latest.clear();
        latestSentAt = System.nanoTime();
      }
    }
    if (items.isEmpty()) {
      return;
    }
    List<String> channels = new ArrayList<>();
    List<String> payloads = new ArrayList<>();
    items.forEach((channel, set) -> {
      for (String payload : payloads(set)) {
        channels.add(channel);
        payloads.add(payload);
      }
    });
    try {
      jdbc.sql(NOTIFY)
          .param("channels", new SqlArrayValue("text", channels.toArray()))
          .param("payloads", new SqlArrayValue("text", payloads.toArray()))
          .query()
          .listOfRows();
    } catch (RuntimeException e) {
      synchronized (urgent) {
        items.forEach((channel, set) ->
            urgent.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).addAll(set));
      }
      throw e;
    }
  }

  private List<String> payloads(Set<String> items) {
    List<String> payloads = new ArrayList<>();
    StringBuilder payload = new StringBuilder(self.value());
    for (String item : items) {
      if (payload.length() + item.length() + 1 > MOST_BYTES) {
        payloads.add(payload.toString());
        payload = new StringBuilder(self.value());
      }
      payload.append('\n').append(item);
    }
    payloads.add(payload.toString());
    return payloads;
  }
}
