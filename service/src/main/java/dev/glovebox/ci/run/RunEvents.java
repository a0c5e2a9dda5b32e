package dev.glovebox.ci.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What has happened to the runs and jobs of a tenant, in an order in which none can appear behind a
 * reader: by the transaction that wrote it, and only when all before that one have ended. A long
 * transaction therefore holds back what was written after it began.
 */
public final class RunEvents {

  /** After so long without a signal one looks again: it may be lost. */
  public static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private static final int MOST = 200;

  private final JdbcClient jdbc;
  private final Signals signals;

  RunEvents(JdbcClient jdbc, Signals signals) {
    this.jdbc = jdbc;
    this.signals = signals;
  }

  /**
   * A place in the order.
   *
   * @param transaction at least 0
   * @param id at least 0
   */
  public record Position(long transaction, long id) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int first = Long.compare(transaction, other.transaction);
      return first != 0 ? first : Long.compare(id, other.id);
    }
  }

  /**
   * One event.
   *
   * @param at its place
   * @param kind such as {@code job.started}
   * @param project name of its project
   * @param detail the run, and the job, as they were: JSON
   */
  public record Event(Position at, String kind, Instant time, String project, String detail) {}

  /**
   * What there is for now.
   *
   * @param next where to go on
   * @param more whether there is more behind that already, or will be in a moment
   */
  public record Page(List<Event> events, Position next, boolean more) {}

  /** The place behind all that has happened. */
  public Position now() {
    return jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        .query((row, _) -> new Position(row.getLong(1), 0))
        .single();
  }

  /**
   * Whether a place can be one of this database; after it was restored from a copy, places told
   * before may not be.
   */
  public boolean knows(Position at) {
    return jdbc.sql(
            "select cast(:transaction as text)::xid8 <= pg_snapshot_xmax(pg_current_snapshot())")
        .param("transaction", Long.toString(at.transaction()))
        .query(Boolean.class)
        .single();
  }

  /** Events behind a place. */
  public Page after(UUID tenant, Position from) {
    Horizon horizon = horizon(tenant);
    List<Event> events =
        jdbc.sql(
                """
                select e.xact::text::bigint as xact, e.id, e.kind, e.at, e.detail, e.detail::jsonb #>> '{run,project}' as project
                from ci_event e
                where e.tenant_id = :tenant
                  and (e.xact, e.id) > (cast(:transaction as text)::xid8, :id)
                  and e.xact < cast(:end as text)::xid8
                order by e.xact, e.id
                limit :most
                """)
            .param("tenant", tenant)
            .param("transaction", Long.toString(from.transaction()))
            .param("id", from.id())
            .param("end", Long.toString(horizon.end()))
            .param("most", MOST)
            .query((row, _) ->
                new Event(
                    new Position(row.getLong("xact"), row.getLong("id")),
                    row.getString("kind"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("project"),
                    row.getString("detail")))
            .list();
    if (events.size() == MOST) {
      return new Page(events, events.getLast().at(), true);
    }
    Position end = new Position(horizon.end(), 0);
    return new Page(events, end.compareTo(from) > 0 ? end : from, horizon.waits());
  }

  /**
   * @param end all transactions below have ended
   * @param waits whether there is something at or behind the end
   */
  private record Horizon(long end, boolean waits) {}

  /** Taken before the events are read: what has ended by then is seen by every later statement. */
  private Horizon horizon(UUID tenant) {
    return jdbc.sql(
            """
            select h.xmin::text::bigint as xmin,
              exists (select from ci_event e where e.tenant_id = :tenant and e.xact >= h.xmin and e.xact <= h.xmax) as waits
            from (select pg_snapshot_xmin(s) as xmin, pg_snapshot_xmax(s) as xmax from pg_current_snapshot() s) h
            """)
        .param("tenant", tenant)
        .query((row, _) -> new Horizon(row.getLong("xmin"), row.getBoolean("waits")))
        .single();
  }

  /** Waits until there may be more; the caller closes it. */
  public Signals.Signal signal(UUID tenant) {
    return signals.of(tenant);
  }
}
