package dev.glovebox.worker;

import dev.glovebox.queue.Equipment.Outage;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The worker's own row: who works, for operators, and which earlier lives a worker had. */
public final class WorkerRow {

  private static final String REGISTER =
      "insert into worker (id, name, slots, version) values (:id, :name, :slots, :version)";

  /** Whoever stops goes on draining, whatever is ordered. */
  private static final String HEARTBEAT =
      """
      update worker set heartbeat_at = now(), running = :running,
        outage = cast(:outage as text), outage_since = cast(:outage_since as timestamptz),
        draining = :stopping or exists (select from worker_order where worker_name = worker.name)
      where id = :id
      returning exists (select from worker_order where worker_name = worker.name)
      """;

  private static final String DRAINS = "update worker set draining = true where id = :id";

  private static final String REMOVE = "delete from worker where id = :id";

  /** Only when nothing refers to it any more. */
  private static final String FORGET_SILENT =
      """
      delete from worker
      where heartbeat_at < now() - interval '1 hour'
        and not exists (select from job where state = 'RUNNING' and lease_owner = worker.id)
      """;

  private final JdbcClient jdbc;

  public WorkerRow(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void register(WorkerIdentity identity, int slots) {
    jdbc.sql(REGISTER)
        .param("id", identity.id())
        .param("name", identity.name())
        .param("slots", slots)
        .param("version", identity.version())
        .update();
  }

  /**
   * Tells that a worker lives.
   *
   * @param stopping whether it takes no new work of its own accord
   * @param outage why it can't do any
   * @return whether it was ordered to take none
   */
  boolean heartbeat(
      WorkerIdentity identity, int running, boolean stopping, Optional<Outage> outage) {
    return jdbc.sql(HEARTBEAT)
        .param("id", identity.id())
        .param("running", running)
        .param("stopping", stopping)
        .param("outage", outage.map(Outage::reason).orElse(null))
        .param(
            "outage_since",
            outage.map(o -> OffsetDateTime.ofInstant(o.since(), ZoneOffset.UTC)).orElse(null))
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  void drains(WorkerIdentity identity) {
    jdbc.sql(DRAINS).param("id", identity.id()).update();
  }

  void remove(WorkerIdentity identity) {
    jdbc.sql(REMOVE).param("id", identity.id()).update();
  }

  void forgetSilent() {
    jdbc.sql(FORGET_SILENT).update();
  }
}
