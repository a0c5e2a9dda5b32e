package dev.glovebox.operation;

import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operation.Remainder;
import dev.glovebox.operation.Operation.State;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.Submission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The tables {@code operation} and {@code operation_item}. A process that works on an operation
 * holds a lease on it as long as it prolongs it; whoever notes under a lost lease changes nothing.
 */
final class OperationRows {

  /** Those of the queue: what would begin first comes first. */
  private static final String OPEN =
      """
      select j.tenant_id, j.subject, row_number() over (order by j.order_at, j.id) as place
      from job j join submission s on s.id = j.subject
      where j.state <> 'DONE' and j.kind = :kind and not s.trial
        and :verdict::text is null and :project::text is null and :ref::text is null
        and (:tenant::uuid is null or j.tenant_id = :tenant)
        and (:state::text is null or j.state = :state)
        and (:language::text is null or s.language = :language)
        and (:problem::text is null or s.request #>> '{request,problem,problem}' = :problem)
        and (:from::timestamptz is null or j.enqueued_at >= :from)
        and (:to::timestamptz is null or j.enqueued_at < :to)
      """;

  private static final String WAITING = OPEN + " and j.state = 'QUEUED'";

  /** Without disabled tenants, whose work would wait for as long as nobody enables them. */
  private static final String INTERNAL_ERRORS =
      """
      select one.tenant_id, one.submission_id as subject,
        row_number() over (order by one.tenant_id, one.submitted_at, one.submission_id) as place
      from tenant t cross join lateral (
        select r.tenant_id, r.submission_id, r.submitted_at from result r
        where r.tenant_id = t.id and r.verdict = 'INTERNAL_ERROR'
          and (:from::timestamptz is null or r.submitted_at >= :from)
          and (:to::timestamptz is null or r.submitted_at < :to)) as one
      join submission s on s.id = one.submission_id
      where not s.trial and t.disabled_at is null
        and (:tenant::uuid is null or t.id = :tenant)
        and (:state::text is null or :state = 'DONE')
        and (:verdict::text is null or :verdict = 'INTERNAL_ERROR')
        and :project::text is null and :ref::text is null
        and (:language::text is null or s.language = :language)
        and (:problem::text is null or s.request #>> '{request,problem,problem}' = :problem)
        and :kind <> ''
      """;

  private static final String FAILED_JOBS =
      """
      select j.tenant_id, j.id as subject, row_number() over (order by r.created_at, r.id, j.position) as place
      from ci_run r join ci_job j on j.run_id = r.id join ci_project p on p.id = r.project_id
      where r.state = 'failed' and j.state = 'failed'
        and :state::text is null and :verdict::text is null
        and :language::text is null and :problem::text is null
        and (:tenant::uuid is null or r.tenant_id = :tenant)
        and (:project::text is null or p.name = :project)
        and (:ref::text is null or r.ref = :ref)
        and (:from::timestamptz is null or r.created_at >= :from)
        and (:to::timestamptz is null or r.created_at < :to)
        and :kind <> ''
      """;

  private static final String INSERT =
      """
      insert into operation (id, kind, selection, priority, reason, begun_by, state, total, owner, lease_until)
      values (:id, :kind, :selection, :priority, :reason, :by, 'RUNNING', 0, :owner,
        now() + make_interval(secs => :lease))
      """;

  private static final String TOTAL = "update operation set total = :total where id = :id";

  private static final String FORGET_OLD =
      """
      delete from operation where state <> 'RUNNING' and id in (
        select id from operation order by created_at desc, id desc offset :kept)
      """;

  private static final String SELECT =
      """
      select id, kind, selection, priority, reason, begun_by, state, message, total, done, failed,
        left_out, stop_by, created_at, finished_at
      from operation
      """;

  private static final String TAKE_OVER =
      """
      update operation set owner = :owner, lease_until = now() + make_interval(secs => :lease)
      where id in (
        select id from operation where state = 'RUNNING' and lease_until < now()
        for update skip locked)
      returning id
      """;

  private static final String PROLONG =
      """
      update operation set lease_until = now() + make_interval(secs => :lease)
      where id = any(:ids::uuid[]) and owner = :owner and state = 'RUNNING'
      returning id
      """;

  private static final String NEXT =
      """
      select place, tenant_id, subject from operation_item
      where operation_id = :id and state = 'WAITING' order by place limit :most
      """;

  private static final String OWNED =
      """
      update operation set done = done + :done, failed = failed + :failed, left_out = left_out + :left_out
      where id = :id and owner = :owner and state = 'RUNNING'
      """;

  private static final String REMOVE =
      "delete from operation_item where operation_id = :id and place = any(:places::bigint[])";

  private static final String REMAINS =
      """
      update operation_item i set state = :state, work_id = null, note = n.note
      from unnest(:places::bigint[], :notes::text[]) as n(place, note)
      where i.operation_id = :id and i.place = n.place
      """;

  private static final String UNDER_WAY =
      """
      update operation_item set state = 'UNDER_WAY', work_id = :work
      where operation_id = :id and place = any(:places::bigint[]) and state = 'WAITING'
        and exists (select from operation where id = :id and owner = :owner and state = 'RUNNING')
      """;

  private static final String PIECES =
      """
      select distinct i.work_id, i.tenant_id, t.disabled_at is not null as disabled
      from operation_item i left join tenant t on t.id = i.tenant_id
      where i.operation_id = :id and i.state = 'UNDER_WAY' order by i.work_id
      """;

  private static final String IN_PIECE =
      """
      select place, tenant_id, subject from operation_item
      where operation_id = :id and work_id = :work and state = 'UNDER_WAY' order by place
      """;

  private static final String END =
      """
      update operation set state = :state, message = :message, owner = null, lease_until = null,
        finished_at = clock_timestamp(), left_out = total - done - failed
      where id = :id and owner = :owner and state = 'RUNNING'
      """;

  private static final String FORGET_REST =
      "delete from operation_item where operation_id = :id and state in ('WAITING', 'UNDER_WAY')";

  private static final String STOP =
      "update operation set stop_by = :by where id = :id and state = 'RUNNING' and stop_by is null";

  private static final String REMAINDERS =
      """
      select subject, state = 'FAILED' as failed, note from operation_item
      where operation_id = :id and state in ('FAILED', 'LEFT_OUT')
      order by state, place limit :most
      """;

  private final JdbcClient jdbc;
  private final Duration lease;

  OperationRows(JdbcClient jdbc, Duration lease) {
    this.jdbc = jdbc;
    this.lease = lease;
  }

  /**
   * A piece of work that is under way.
   *
   * @param disabled whether its tenant is
   */
  record Piece(UUID work, UUID tenant, boolean disabled) {}

  long count(Kind kind, Selection selection) {
    return selecting(
            jdbc.sql("select count(*) from (%s) as selected".formatted(of(kind))), selection)
        .query(Long.class)
        .single();
  }

  /**
   * Writes down what the selection selects now, in the order in which it is to be done.
   *
   * @return how many
   */
  long insert(UUID id, Operations.Request asked, String by, String owner) {
    jdbc.sql(INSERT)
        .param("id", id)
        .param("kind", asked.kind().name())
        .param("selection", asked.selection().words())
        .param("priority", asked.priority().map(Enum::name).orElse(null))
        .param("reason", asked.reason())
        .param("by", by)
        .param("owner", owner)
        .param("lease", seconds())
        .update();
    long total =
        selecting(
                jdbc.sql(
                    """
                    with selected as (%s), written as (
                      insert into operation_item (operation_id, place, tenant_id, subject, state)
                      select :id, place, tenant_id, subject, 'WAITING' from selected returning 1)
                    select count(*) from written
                    """
                        .formatted(of(asked.kind()))),
                asked.selection())
            .param("id", id)
            .query(Long.class)
            .single();
    jdbc.sql(TOTAL).param("id", id).param("total", total).update();
    return total;
  }

  void forgetOld(int kept) {
    jdbc.sql(FORGET_OLD).param("kept", kept).update();
  }

  Optional<Operation> find(UUID id) {
    return jdbc.sql(SELECT + " where id = :id")
        .param("id", id)
        .query((row, _) -> operation(row))
        .optional();
  }

  List<Operation> newest(int most) {
    return jdbc.sql(SELECT + " order by created_at desc, id desc limit :most")
        .param("most", most)
        .query((row, _) -> operation(row))
        .list();
  }

  List<Remainder> remainders(UUID id, int most) {
    return jdbc.sql(REMAINDERS)
        .param("id", id)
        .param("most", most)
        .query((row, _) ->
            new Remainder(
                row.getObject("subject", UUID.class),
                row.getBoolean("failed"),
                row.getString("note")))
        .list();
  }

  /** Those whose process fell silent; from now on they are the caller's. */
  List<UUID> takeOver(String owner) {
    return jdbc.sql(TAKE_OVER)
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) -> row.getObject("id", UUID.class))
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

  List<Item> next(UUID id, int most) {
    return jdbc.sql(NEXT).param("id", id).param("most", most).query((row, _) -> item(row)).list();
  }

  List<Piece> pieces(UUID id) {
    return jdbc.sql(PIECES)
        .param("id", id)
        .query((row, _) ->
            new Piece(
                row.getObject("work_id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getBoolean("disabled")))
        .list();
  }

  /** What is in a piece of work that is under way. */
  List<Item> inPiece(UUID id, UUID work) {
    return jdbc.sql(IN_PIECE)
        .param("id", id)
        .param("work", work)
        .query((row, _) -> item(row))
        .list();
  }

  /**
   * Notes that some are in a piece of work.
   *
   * @return whether it is still this process's
   */
  boolean underWay(UUID id, UUID work, List<Item> items, String owner) {
    return jdbc.sql(UNDER_WAY)
            .param("id", id)
            .param("work", work)
            .param("places", places(items))
            .param("owner", owner)
            .update()
        > 0;
  }

  /**
   * Notes what came of some items. In a transaction.
   *
   * @return whether it is still this process's
   */
  boolean note(UUID id, Came came, String owner) {
    int owned =
        jdbc.sql(OWNED)
            .param("done", came.done().size())
            .param("failed", came.failed().size())
            .param("left_out", came.leftOut().size())
            .param("id", id)
            .param("owner", owner)
            .update();
    if (owned == 0) {
      return false;
    }
    jdbc.sql(REMOVE).param("id", id).param("places", places(came.done())).update();
    came.remainders()
        .forEach((state, noted) ->
            jdbc.sql(REMAINS)
                .param("state", state)
                .param("id", id)
                .param("places", places(noted.stream().map(Came.Noted::item).toList()))
                .param(
                    "notes",
                    new SqlArrayValue("text", noted.stream().map(Came.Noted::note).toArray()))
                .update());
    return true;
  }

  /**
   * Ends it; what is still to be done counts as left out. In a transaction.
   *
   * @return whether it was this process's
   */
  boolean end(UUID id, State state, String message, String owner) {
    int ended =
        jdbc.sql(END)
            .param("id", id)
            .param("state", state.name())
            .param("message", message)
            .param("owner", owner)
            .update();
    if (ended > 0) {
      jdbc.sql(FORGET_REST).param("id", id).update();
    }
    return ended > 0;
  }

  /**
   * @return whether it ran, and nobody has asked for that before
   */
  boolean stop(UUID id, String by) {
    return jdbc.sql(STOP).param("id", id).param("by", by).update() > 0;
  }

  private static String of(Kind kind) {
    return switch (kind) {
      case CANCEL -> OPEN;
      case PRIORITY -> WAITING;
      case REQUEUE -> INTERNAL_ERRORS;
      case RETRY -> FAILED_JOBS;
    };
  }

  private static JdbcClient.StatementSpec selecting(
      JdbcClient.StatementSpec statement, Selection selection) {
    return statement
        .param("kind", Submission.JOB_KIND)
        .param("tenant", selection.tenant().map(Selection.Whose::id).orElse(null))
        .param("state", selection.state().map(Enum::name).orElse(null))
        .param("verdict", selection.verdict().map(Enum::name).orElse(null))
        .param("language", selection.language().orElse(null))
        .param("problem", selection.problem().orElse(null))
        .param("project", selection.project().orElse(null))
        .param("ref", selection.ref().orElse(null))
        .param("from", utc(selection.from()))
        .param("to", utc(selection.to()));
  }

  private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
    return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  private static Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getObject("id", UUID.class),
        Kind.valueOf(row.getString("kind")),
        row.getString("selection"),
        Optional.ofNullable(row.getString("priority")).map(Priority::valueOf),
        row.getString("reason"),
        row.getString("begun_by"),
        State.valueOf(row.getString("state")),
        row.getString("message"),
        row.getLong("total"),
        row.getLong("done"),
        row.getLong("failed"),
        row.getLong("left_out"),
        Optional.ofNullable(row.getString("stop_by")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getLong("place"),
        row.getObject("tenant_id", UUID.class),
        row.getObject("subject", UUID.class));
  }

  private static SqlArrayValue places(List<Item> items) {
    return new SqlArrayValue("bigint", items.stream().map(Item::place).toArray());
  }

  private double seconds() {
    return lease.toNanos() / 1e9;
  }
}
