package dev.glovebox.dashboard;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether what the overview and the queue show has changed since the last question, by one
 * statement however many look at them. Ages and heartbeats always change and are left out. For one
 * thread.
 */
final class ServicePulse {

  private static final String STATE =
      """
      select concat_ws(' ',
        (select string_agg(concat_ws(':', tenant_id, waiting, running), ',' order by tenant_id) from (
          select tenant_id, count(*) filter (where state = 'QUEUED') as waiting, count(*) filter (where state = 'RUNNING') as running
          from job where state <> 'DONE' group by tenant_id) as q),
        (select max(created_at) from result where created_at > now() - interval '1 hour'),
        (select string_agg(concat_ws(':', tenant_id, paused_at), ',' order by paused_at, tenant_id) from queue_pause),
        (select string_agg(concat_ws(':', id, disabled_at, weight, max_running, max_queued), ',' order by id) from tenant where disabled_at is not null),
        (select string_agg(concat_ws(':', name, draining, running, heartbeat_at > now() - interval '60 seconds'), ',' order by name) from worker),
        (select string_agg(concat_ws(':', worker_name, kind), ',' order by worker_name, kind) from worker_order))
      """;

  private final JdbcClient jdbc;
  private Optional<String> last = Optional.empty();

  ServicePulse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean changed() {
    Optional<String> now = jdbc.sql(STATE).query(String.class).optional();
    boolean changed = !now.equals(last);
    last = now;
    return changed;
  }
}
