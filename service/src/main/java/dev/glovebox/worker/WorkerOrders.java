package dev.glovebox.worker;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What operators order workers to do. A worker obeys with its next heartbeat, in its next life too.
 * Under either kind of order it takes no new work; what runs there goes on.
 */
public final class WorkerOrders {

  private static final String GIVE =
      """
      insert into worker_order (worker_name, kind, reason, ordered_by) values (:name, :kind, :reason, :by)
      on conflict (worker_name, kind) do update set reason = :reason, ordered_by = :by, ordered_at = now()
      """;

  private static final String TAKE_BACK =
      "delete from worker_order where worker_name = :name and kind = :kind";

  private static final String ALL =
      """
      select worker_name, kind, reason, ordered_by, ordered_at from worker_order
      order by worker_name, kind
      """;

  private static final String OF =
      """
      select worker_name, kind, reason, ordered_by, ordered_at from worker_order
      where worker_name = :name order by kind
      """;

  private final JdbcClient jdbc;

  public WorkerOrders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Why a worker takes none. Both can hold at the same time. */
  public enum Kind {
    /** Somebody wants to work on it. */
    DRAIN,
    /** It is not to be trusted. */
    DISABLE
  }

  /**
   * An order to take no new work.
   *
   * @param worker its name
   * @param by who ordered it
   */
  public record Order(String worker, Kind kind, String reason, String by, Instant at) {}

  /**
   * Gives an order, or gives the one that holds another reason.
   *
   * @param reason 1 to 500 characters
   */
  public void give(Kind kind, String worker, String reason, String by) {
    jdbc.sql(GIVE)
        .param("name", worker)
        .param("kind", kind.name())
        .param("reason", reason)
        .param("by", by)
        .update();
  }

  /**
   * Takes an order back.
   *
   * @return whether it held
   */
  public boolean takeBack(Kind kind, String worker) {
    return jdbc.sql(TAKE_BACK).param("name", worker).param("kind", kind.name()).update() > 0;
  }

  /** All orders, by the names of their workers. */
  public List<Order> all() {
    return jdbc.sql(ALL).query((row, _) -> order(row)).list();
  }

  /** The orders that hold for a worker. */
  List<Order> of(String worker) {
    return jdbc.sql(OF).param("name", worker).query((row, _) -> order(row)).list();
  }

  private static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getString("worker_name"),
        Kind.valueOf(row.getString("kind")),
        row.getString("reason"),
        row.getString("ordered_by"),
        row.getObject("ordered_at", OffsetDateTime.class).toInstant());
  }
}
