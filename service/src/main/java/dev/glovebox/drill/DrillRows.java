package dev.glovebox.drill;

import dev.glovebox.drill.Drill.Counts;
import dev.glovebox.drill.Drill.Outcome;
import dev.glovebox.drill.Drill.Planned;
import dev.glovebox.drill.Drill.Result;
import dev.glovebox.drill.Drill.State;
import dev.glovebox.sandbox.IsolationTier;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The tables {@code drill} and {@code drill_outcome}. A process that works on a drill holds a lease
 * on it, as long as it prolongs it; whoever writes under a lost lease changes nothing.
 */
final class DrillRows {

  private static final String INSERT =
      """
      insert into drill (id, tenant_id, tier, selection, state, begun_by, owner, lease_until)
      values (:id, :tenant, :tier, :selection::text[], 'RUNNING', :by, :owner,
        now() + make_interval(secs => :lease))
      """;

  private static final String INSERT_OUTCOMES =
      """
      insert into drill_outcome (drill_id, place, attack, title, why, expected, state, note)
      select :drill, p.place, p.attack, p.title, p.why, p.expected,
        case when p.note = '' then 'WAITING' else 'NOT_PART' end, p.note
      from unnest(:attacks::text[], :titles::text[], :whys::text[], :expected::text[], :notes::text[])
        with ordinality as p(attack, title, why, expected, note, place)
      """;

  private static final String FORGET_OLD =
      """
      delete from drill where state <> 'RUNNING' and id in (
        select id from drill order by created_at desc, id desc offset :kept)
      """;

  private static final String TAKE_OVER =
      """
      update drill set owner = :owner, lease_until = now() + make_interval(secs => :lease)
      where id in (
        select id from drill where state = 'RUNNING' and lease_until < now()
        for update skip locked)
      returning id, tenant_id, tier
      """;

  private static final String PROLONG =
      """
      update drill set lease_until = now() + make_interval(secs => :lease)
      where id = any(:ids::uuid[]) and owner = :owner and state = 'RUNNING'
      returning id
      """;

  private static final String NEXT =
      """
      select place, attack from drill_outcome
      where drill_id = :drill and state = 'WAITING' order by place limit 1
      """;

  private static final String OWNED =
      "exists (select from drill d where d.id = :drill and d.owner = :owner and d.state = 'RUNNING' for update)";

  private static final String SUBMITTED =
      """
      update drill_outcome set submission_id = coalesce(:submission, submission_id),
        honest_id = coalesce(:honest, honest_id)
      where drill_id = :drill and place = :place and state = 'WAITING' and %s
      """
          .formatted(OWNED);

  private static final String NOTE =
      """
      update drill_outcome set state = :state, got = :got, complaints = :complaints::text[],
        note = :note, worker = :worker, ended_at = now()
      where drill_id = :drill and place = :place and state = 'WAITING' and %s
      """
          .formatted(OWNED);

  private static final String END =
      """
      update drill set state = :state, message = :message, owner = null, lease_until = null,
        finished_at = now()
      where id = :drill and state = 'RUNNING' and (:owner = '' or owner = :owner)
      """;

  private static final String NOT_RUN =
      """
      update drill_outcome set state = 'NOT_RUN', note = :note, ended_at = now()
      where drill_id = :drill and state = 'WAITING'
      """;

  private static final String UNDER_WAY =
      """
      select unnest(array[submission_id, honest_id]) from drill_outcome
      where drill_id = :drill and state = 'WAITING' and submission_id is not null
      """;

  private static final String SELECT =
      """
      select d.*, o.* from drill d, lateral (
        select count(*) filter (where state = 'WAITING') as waiting,
          count(*) filter (where state = 'HELD') as held,
          count(*) filter (where state = 'BROKEN') as broken,
          count(*) filter (where state = 'NOT_RUN') as not_run,
          count(*) filter (where state = 'NOT_PART') as not_part
        from drill_outcome where drill_id = d.id) as o
      """;

  private static final String OUTCOMES =
      """
      select attack, title, why, expected, state, got, complaints, note, submission_id, honest_id,
        worker, ended_at
      from drill_outcome where drill_id = :drill and state = any(:states::text[]) order by place
      """;

  private final JdbcClient jdbc;
  private final Duration lease;

  DrillRows(JdbcClient jdbc, Duration lease) {
    this.jdbc = jdbc;
    this.lease = lease;
  }

  /** A drill in this process's hands. */
  record Taken(UUID id, UUID tenant, IsolationTier tier) {}

  /** An attack of a drill. */
  record Place(int number, String attack) {}

  /**
   * @throws org.springframework.dao.DuplicateKeyException when another one runs
   */
  void insert(Taken drill, List<String> selection, String by, String owner, List<Planned> attacks) {
    jdbc.sql(INSERT)
        .param("id", drill.id())
        .param("tenant", drill.tenant())
        .param("tier", drill.tier().code())
        .param("selection", texts(selection))
        .param("by", by)
        .param("owner", owner)
        .param("lease", seconds())
        .update();
    jdbc.sql(INSERT_OUTCOMES)
        .param("drill", drill.id())
        .param("attacks", texts(attacks.stream().map(Planned::attack).toList()))
        .param("titles", texts(attacks.stream().map(Planned::title).toList()))
        .param("whys", texts(attacks.stream().map(Planned::why).toList()))
        .param("expected", texts(attacks.stream().map(Planned::expected).toList()))
        .param(
            "notes", texts(attacks.stream().map(one -> one.part() ? "" : one.hindrance()).toList()))
        .update();
  }

  /** Deletes all but the newest ones. */
  void forgetOld(int kept) {
    jdbc.sql(FORGET_OLD).param("kept", kept).update();
  }

  /** Those whose process fell silent; from now on they are the caller's. */
  List<Taken> takeOver(String owner) {
    return jdbc.sql(TAKE_OVER)
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) ->
            new Taken(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                tier(row.getString("tier"))))
        .list();
  }

  /**
   * Prolongs leases.
   *
   * @return those that are still this process's
   */
  Set<UUID> prolong(Collection<UUID> ids, String owner) {
    return jdbc.sql(PROLONG)
        .param("ids", new SqlArrayValue("uuid", ids.toArray()))
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) -> row.getObject("id", UUID.class))
        .set();
  }

  /** The first attack that was not made yet. */
  Optional<Place> next(UUID drill) {
    return jdbc.sql(NEXT)
        .param("drill", drill)
        .query((row, _) -> new Place(row.getInt("place"), row.getString("attack")))
        .optional();
  }

  /** Notes what is under way, so that whoever cancels the drill finds it. */
  void submitted(
      UUID drill, Place place, String owner, Optional<UUID> attack, Optional<UUID> honest) {
    jdbc.sql(SUBMITTED)
        .param("drill", drill)
        .param("place", place.number())
        .param("owner", owner)
        .param("submission", attack.orElse(null), Types.OTHER)
        .param("honest", honest.orElse(null), Types.OTHER)
        .update();
  }

  /** Notes what came of an attack. */
  void note(UUID drill, Place place, String owner, DrillRun.Came came) {
    jdbc.sql(NOTE)
        .param("drill", drill)
        .param("place", place.number())
        .param("owner", owner)
        .param("state", came.result().name())
        .param("got", came.got())
        .param("complaints", texts(came.complaints()))
        .param("note", came.note())
        .param("worker", came.worker())
        .update();
  }

  /**
   * Ends it.
   *
   * @param owner only as this process; empty = whoever has it
   * @return whether it ran
   */
  boolean end(UUID drill, String owner, State state, String message) {
    return jdbc.sql(END)
            .param("drill", drill)
            .param("owner", owner)
            .param("state", state.name())
            .param("message", message)
            .update()
        > 0;
  }

  /** What was not made yet will not be. */
  void leaveOut(UUID drill, String note) {
    jdbc.sql(NOT_RUN).param("drill", drill).param("note", note).update();
  }

  /** Submissions of attacks whose end was not noted yet. */
  List<UUID> underWay(UUID drill) {
    return jdbc
        .sql(UNDER_WAY)
        .param("drill", drill)
        .query((row, _) -> Optional.ofNullable(row.getObject(1, UUID.class)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whose tenant it is. */
  Optional<UUID> tenant(UUID drill) {
    return jdbc.sql("select tenant_id from drill where id = :drill")
        .param("drill", drill)
        .query(UUID.class)
        .optional();
  }

  Optional<Drill> find(UUID drill) {
    return jdbc.sql(SELECT + " where d.id = :drill")
        .param("drill", drill)
        .query((row, _) -> drill(row))
        .optional();
  }

  List<Drill> newest(int most) {
    return jdbc.sql(SELECT + " order by d.created_at desc, d.id desc limit :most")
        .param("most", most)
        .query((row, _) -> drill(row))
        .list();
  }

  /** Attacks of a drill in their order. */
  List<Outcome> outcomes(UUID drill, Set<Result> results) {
    return jdbc.sql(OUTCOMES)
        .param("drill", drill)
        .param("states", texts(results.stream().map(Enum::name).toList()))
        .query((row, _) -> outcome(row))
        .list();
  }

  private static Drill drill(ResultSet row) throws SQLException {
    return new Drill(
        row.getObject("id", UUID.class),
        tier(row.getString("tier")),
        texts(row.getArray("selection")),
        State.valueOf(row.getString("state")),
        row.getString("message"),
        row.getString("begun_by"),
        new Counts(
            row.getInt("waiting"),
            row.getInt("held"),
            row.getInt("broken"),
            row.getInt("not_run"),
            row.getInt("not_part")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "finished_at"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    return new Outcome(
        row.getString("attack"),
        row.getString("title"),
        row.getString("why"),
        row.getString("expected"),
        Result.valueOf(row.getString("state")),
        row.getString("got"),
        texts(row.getArray("complaints")),
        row.getString("note"),
        Optional.ofNullable(row.getObject("submission_id", UUID.class)),
        Optional.ofNullable(row.getObject("honest_id", UUID.class)),
        row.getString("worker"),
        instant(row, "ended_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static IsolationTier tier(String code) {
    return IsolationTier.of(code)
        .orElseThrow(() -> new IllegalStateException("there is no isolation tier " + code));
  }

  private static SqlArrayValue texts(List<String> texts) {
    return new SqlArrayValue("text", texts.toArray());
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private double seconds() {
    return lease.toNanos() / 1e9;
  }
}
