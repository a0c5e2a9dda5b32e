package dev.glovebox.worker;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What operators order workers to do. A worker obeys with its next heartbeat, in its next life too.
 */
public final class WorkerOrders {

  private static final String DRAIN =
      """
      insert into worker_order (worker_name, reason, ordered_by) values (:name, :reason, :by)
      on conflict (worker_name) do update set reason = :reason, ordered_by = :by, ordered_at = now()
      """;

  private static final String WORK = "delete from worker_order where worker_name = :name";

  private static final String ALL =
      "select worker_name, reason, ordered_by, ordered_at from worker_order order by worker_name";

  private final JdbcClient jdbc;

  public WorkerOrders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An order to take no new work.
   *
   * @param worker its name
   * @param by who ordered it
   */
  public record Drain(String worker, String reason, String by, Instant at) {}

  /**
   * Lets a worker take no new work; what runs there goes on.
   *
   * @param reason 1 to 500 characters
   */
  public void drain(String worker, String reason, String by) {
    jdbc.sql(DRAIN).param("name", worker).param("reason", reason).param("by", by).update();
  }

  /** Lets it work again. */
  public void work(String worker) {
    jdbc.sql(WORK).param("name", worker).update();
  }

  /** All orders, by the names of their workers. */
  public List<Drain> all() {
    return jdbc.sql(ALL)
        .query((row, _) ->
            new Drain(
                row.getString("worker_name"),
                row.getString("reason"),
                row.getString("ordered_by"),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
