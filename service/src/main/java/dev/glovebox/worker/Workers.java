package dev.glovebox.worker;

import dev.glovebox.queue.Equipment.Outage;
import dev.glovebox.worker.WorkerOrders.Kind;
import dev.glovebox.worker.WorkerOrders.Order;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The workers of the installation, as they last said of themselves. */
public final class Workers {

  /** So many are shown. */
  public static final int MOST = 200;

  private static final String LINES =
      """
      select name, slots, running, version, draining, started_at, heartbeat_at,
        extract(epoch from now() - heartbeat_at)::bigint as silent, outage, outage_since
      from worker
      """;

  private static final String ALL = LINES + "order by name, started_at limit :most";

  private static final String NEWEST =
      LINES + "where name = :name order by started_at desc limit 1";

  private final JdbcClient jdbc;
  private final WorkerOrders orders;

  public Workers(JdbcClient jdbc, WorkerOrders orders) {
    this.jdbc = jdbc;
    this.orders = orders;
  }

  /** How a worker is. */
  public enum State {
    READY,
    WORKING,
    /** Takes nothing: it is ending, or somebody wants to work on it. */
    DRAINING,
    /** Takes nothing: it is not to be trusted. */
    DISABLED,
    /** Takes nothing: its engine gives no sandboxes. */
    OUTAGE,
    /** Has not said for a minute that it lives. */
    SILENT
  }

  /**
   * One life of a worker.
   *
   * @param draining whether it takes no new work, as it says itself
   * @param silentSeconds how long ago it last said that it lives
   * @param orders that hold for it
   * @param outage why it can do no work now, as it says itself
   */
  public record Line(
      String name,
      int slots,
      int running,
      String version,
      boolean draining,
      Instant startedAt,
      Instant heartbeatAt,
      long silentSeconds,
      List<Order> orders,
      Optional<Outage> outage) {

    private static final long TOO_SILENT = 60;

    /** Whether it can't be counted on. */
    public boolean silent() {
      return silentSeconds > TOO_SILENT;
    }

    /** The order of this kind, if it holds. */
    public Optional<Order> order(Kind kind) {
      return orders.stream().filter(order -> order.kind() == kind).findFirst();
    }

    public State state() {
      if (silent()) {
        return State.SILENT;
      }
      if (order(Kind.DISABLE).isPresent()) {
        return State.DISABLED;
      }
      if (outage.isPresent()) {
        return State.OUTAGE;
      }
      if (draining) {
        return State.DRAINING;
      }
      return running > 0 ? State.WORKING : State.READY;
    }
  }

  /** By name; a worker that was killed is there twice for a while. */
  public List<Line> all() {
    Map<String, List<Order>> held =
        orders.all().stream().collect(Collectors.groupingBy(Order::worker));
    return jdbc.sql(ALL)
        .param("most", MOST)
        .query((row, _) -> line(row, held.getOrDefault(row.getString("name"), List.of())))
        .list();
  }

  /** The newest life of a worker. */
  public Optional<Line> find(String name) {
    List<Order> held = orders.of(name);
    return jdbc.sql(NEWEST).param("name", name).query((row, _) -> line(row, held)).optional();
  }

  private static Line line(ResultSet row, List<Order> orders) throws SQLException {
    String outage = row.getString("outage");
    return new Line(
        row.getString("name"),
        row.getInt("slots"),
        row.getInt("running"),
        row.getString("version"),
        row.getBoolean("draining"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("heartbeat_at", OffsetDateTime.class).toInstant(),
        row.getLong("silent"),
        orders,
        outage == null
            ? Optional.empty()
            : Optional.of(
                new Outage(
                    row.getObject("outage_since", OffsetDateTime.class).toInstant(), outage)));
  }
}
