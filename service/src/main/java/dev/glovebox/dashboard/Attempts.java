package dev.glovebox.dashboard;

import dev.glovebox.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has been tried with a submission, and what it waits for. */
final class Attempts {

  private static final String OF =
      """
      select a.number, a.worker, a.outcome, a.detail, a.started_at, a.finished_at
      from job j join attempt a on a.job_id = j.id
      where j.subject = :subject order by a.epoch desc limit 50
      """;

  private static final String WAITING =
      """
      select j.order_at > now() as later, coalesce(t.max_running, nullif(:tenant_running, 0)) as max_running,
        (select p.reason from queue_hold p where p.tenant_id is null or p.tenant_id = j.tenant_id
          order by p.tenant_id nulls first limit 1) as paused,
        (select count(*) from job o where o.state = 'QUEUED' and o.kind = j.kind and o.tenant_id = j.tenant_id
          and (o.order_at, o.id) < (j.order_at, j.id)) as before,
        (select count(*) from job o where o.state = 'RUNNING' and o.tenant_id = j.tenant_id) as running,
        (select count(*) from worker
          where not draining and name not like '%/long' and heartbeat_at > now() - interval '60 seconds') as workers
      from job j join tenant t on t.id = j.tenant_id
      where j.subject = :subject and j.state = 'QUEUED'
      """;

  private final JdbcClient jdbc;
  private final int tenantRunning;

  Attempts(JdbcClient jdbc, QueueSettings queue) {
    this.jdbc = jdbc;
    this.tenantRunning = queue.tenantRunning();
  }

  /**
   * One try.
   *
   * @param detail why it ended so; hostile text
   */
  record Attempt(
      int number, String worker, String outcome, String detail, Instant startedAt, Duration took) {}

  /** The tries, newest first. */
  List<Attempt> of(UUID submission) {
    return jdbc.sql(OF)
        .param("subject", submission)
        .query((row, _) -> {
          Instant begin = row.getObject("started_at", OffsetDateTime.class).toInstant();
          Instant end = row.getObject("finished_at", OffsetDateTime.class).toInstant();
          return new Attempt(
              row.getInt("number"),
              row.getString("worker"),
              row.getString("outcome"),
              Legible.of(row.getString("detail")),
              begin,
              Duration.between(begin, end));
        })
        .list();
  }

  /** A sentence: what it waits for. */
  String waitsFor(UUID submission) {
    return jdbc.sql(WAITING)
        .param("subject", submission)
        .param("tenant_running", tenantRunning)
        .query((row, _) -> {
          String paused = row.getString("paused");
          if (paused != null) {
            return "It waits: the queue is paused. " + Legible.of(paused);
          }
          if (row.getLong("workers") == 0) {
            return "It waits: no worker takes work. All are silent, or drain.";
          }
          if (row.getBoolean("later")) {
            return "It failed by a fault of the service and is tried again in a moment.";
          }
          Integer cap = row.getObject("max_running", Integer.class);
          if (cap != null && row.getLong("running") >= cap) {
            return "It waits: its tenant is at its limit of %d at once.".formatted(cap);
          }
          long before = row.getLong("before");
          return before == 0
              ? "It is the next of its tenant, as soon as a slot is free."
              : "It waits: %,d of its tenant come before it.".formatted(before);
        })
        .optional()
        .orElse("It is being taken up.");
  }
}
