package dev.glovebox.dashboard;

import dev.glovebox.queue.QueueSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose work waits and runs, tenant by tenant. */
final class Fleet {

  private static final String QUEUE =
      """
      select t.name, t.disabled_at is not null as disabled, t.weight, t.max_running, t.max_queued, coalesce(q.waiting, 0) as waiting, coalesce(q.running, 0) as running,
        q.oldest
      from tenant t left join (
        select tenant_id, count(*) filter (where state = 'QUEUED') as waiting, count(*) filter (where state = 'RUNNING') as running,
          extract(epoch from now() - min(enqueued_at) filter (where state = 'QUEUED')) as oldest
        from job where state <> 'DONE' group by tenant_id) q on q.tenant_id = t.id
      order by waiting desc, running desc, t.name limit 500
      """;

  private final JdbcClient jdbc;
  private final QueueSettings queue;

  Fleet(JdbcClient jdbc, QueueSettings queue) {
    this.jdbc = jdbc;
    this.queue = queue;
  }

  /**
   * A tenant's place in the queue.
   *
   * @param disabled whether nothing of it is begun, as it is disabled
   * @param weight its share beside others who wait
   * @param maxRunning most that run at once; empty = as many as fit
   * @param maxQueued most that wait; empty = as many as the queue takes
   * @param oldestSeconds how long the one that has waited longest
   */
  record Line(
      String tenant,
      boolean disabled,
      int weight,
      Optional<Integer> maxRunning,
      Optional<Integer> maxQueued,
      long waiting,
      long running,
      Optional<Long> oldestSeconds) {}

  /** The longest lines first. */
  List<Line> queue() {
    return jdbc.sql(QUEUE)
        .query((row, _) ->
            new Line(
                row.getString("name"),
                row.getBoolean("disabled"),
                row.getInt("weight"),
                cap(row.getObject("max_running", Integer.class), queue.tenantRunning()),
                cap(row.getObject("max_queued", Integer.class), queue.tenantQueued()),
                row.getLong("waiting"),
                row.getLong("running"),
                Optional.ofNullable(row.getBigDecimal("oldest")).map(Number::longValue)))
        .list();
  }

  /**
   * @param usual where the tenant has none of its own; 0 = none
   */
  private static Optional<Integer> cap(@Nullable Integer own, int usual) {
    return Optional.ofNullable(own).or(() -> Optional.of(usual).filter(some -> some > 0));
  }
}
