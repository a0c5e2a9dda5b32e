package dev.glovebox.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much is waiting, without counting it each time: counted now and then by a loop, and in
 * between kept up to date with what this process adds and takes. What other processes do in between
 * is not seen, so limits are kept approximately. A count that takes long is done less often, so
 * that counting never costs more than a twentieth of one connection.
 */
public final class QueueDepth {

  /** What is used up. */
  public enum Full {
    QUEUE,
    TENANT
  }

  private static final String COUNT =
      "select tenant_id, count(*) as waiting from job where state = 'QUEUED' group by tenant_id";

  private static final String CAPS =
      "select id, max_queued from tenant where max_queued is not null";

  /** The heads of the lines only, by the same skip scan as a claim. */
  private static final String OLDEST =
      """
      with recursive waiting as (
          (select kind, tenant_id, enqueued_at from job where state = 'QUEUED' order by kind, tenant_id, order_at, id limit 1)
        union all
          select next.* from waiting w cross join lateral (
            select kind, tenant_id, enqueued_at from job
            where state = 'QUEUED' and (kind, tenant_id) > (w.kind, w.tenant_id)
            order by kind, tenant_id, order_at, id limit 1) as next)
      select coalesce(extract(epoch from max(now() - enqueued_at)), 0)::float8 from waiting
      """;

  private final JdbcClient jdbc;
  private final QueueSettings settings;
  private final RunUntilStopped loop;

  private Map<UUID, Long> waiting = new HashMap<>();
  private Map<UUID, Long> caps = new HashMap<>();
  private Map<UUID, Long> changedWhileCounting = new HashMap<>();
  private long total;
  private volatile double oldestSeconds;
  private long nextCountNanos;

  public QueueDepth(JdbcClient jdbc, QueueSettings settings, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.nextCountNanos = System.nanoTime();
    this.loop = new RunUntilStopped("queue-depth", this::round, settings.recount(), meters);
    meters.gauge("glovebox.queue.depth", this, QueueDepth::total);
    meters.gauge("glovebox.queue.oldest.age", this, depth -> depth.oldestSeconds);
  }

  /** Counts once, then goes on in the background. */
  public void start() {
    count();
    loop.start();
  }

  public void close() {
    loop.close();
  }

  /** How many wait in all, about. */
  public synchronized long total() {
    return total;
  }

  /** How long the job at the head of the line has waited, as of the last count. */
  public Duration oldestAge() {
    return Duration.ofMillis((long) (oldestSeconds * 1000));
  }

  /** Whether {@code more} jobs of a tenant are too many. */
  public synchronized Optional<Full> full(UUID tenant, int more) {
    if (total + more > settings.maxQueued()) {
      return Optional.of(Full.QUEUE);
    }
    long cap = caps.getOrDefault(tenant, settings.mostQueued());
    if (waiting.getOrDefault(tenant, 0L) + more > cap) {
      return Optional.of(Full.TENANT);
    }
    return Optional.empty();
  }

  /** Notes what this process added to the queue, or, negative, took from it. */
  public synchronized void changed(UUID tenant, int by) {
    waiting.merge(tenant, (long) by, QueueDepth::notNegative);
    changedWhileCounting.merge(tenant, (long) by, Long::sum);
    total = Math.max(0, total + by);
  }

  /** Counts now. */
  public void count() {
    synchronized (this) {
      changedWhileCounting = new HashMap<>();
    }
    Map<UUID, Long> counted = new HashMap<>();
    jdbc.sql(COUNT)
        .query(row -> {
          counted.put(row.getObject("tenant_id", UUID.class), row.getLong("waiting"));
        });
    Map<UUID, Long> read = new HashMap<>();
    jdbc.sql(CAPS)
        .query(row -> {
          read.put(row.getObject("id", UUID.class), row.getLong("max_queued"));
        });
    oldestSeconds = jdbc.sql(OLDEST).query(Double.class).single();
    synchronized (this) {
      changedWhileCounting.forEach(
          (tenant, by) -> counted.merge(tenant, by, QueueDepth::notNegative));
      waiting = counted;
      caps = read;
      total = counted.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private boolean round() {
    long begin = System.nanoTime();
    if (begin < nextCountNanos) {
      return false;
    }
    count();
    long end = System.nanoTime();
    nextCountNanos =
        end
            + Math.max(settings.recount().toNanos(), 20 * (end - begin))
            - Duration.ofMillis(10).toNanos();
    return false;
  }

  private static long notNegative(long a, long b) {
    return Math.max(0, a + b);
  }
}
