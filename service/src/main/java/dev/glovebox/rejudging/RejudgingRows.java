package dev.glovebox.rejudging;

import dev.glovebox.rejudging.Rejudging.Change;
import dev.glovebox.rejudging.Rejudging.Changed;
import dev.glovebox.rejudging.Rejudging.Judging;
import dev.glovebox.rejudging.Rejudging.Preview;
import dev.glovebox.rejudging.Rejudging.State;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The tables of rejudgings. Each method is one statement. */
final class RejudgingRows {

  private static final String SELECTED =
      """
      from submission s
      join result r on r.submission_id = s.id
      cross join generate_series(1, :rounds) as round
      where s.tenant_id = :tenant and not s.trial and r.verdict <> 'CANCELLED'
        and (:any_submission or s.id = any(:submissions::uuid[]))
        and (:problem::text is null or s.request #>> '{request,problem,problem}' = :problem)
        and (:version::text is null or s.request #>> '{request,problem,version}' = :version)
        and (:language::text is null or s.language = :language)
        and (:any_verdict or r.verdict = any(:verdicts::text[]))
        and (:from::timestamptz is null or s.created_at >= :from)
        and (:to::timestamptz is null or s.created_at < :to)
      """;

  private static final String SELECT_SUBMISSIONS =
      "insert into rejudging_item (rejudging_id, submission_id, round) select :rejudging, s.id, round "
          + SELECTED;

  private static final String COUNT_SUBMISSIONS = "select count(*) " + SELECTED;

  /** The trial's result decides how far an item has come: there is nothing to keep up to date. */
  private static final String REJUDGINGS =
      """
      select j.id, j.reason, j.state, j.rounds, j.created_at, j.ended_at,
        count(i.submission_id) as total,
        count(i.submission_id) filter (where i.round = 1) as submissions,
        count(t.submission_id) as judged,
        count(i.failure) as failed
      from (%s) as j
      left join rejudging_item i on i.rejudging_id = j.id
      left join result t on t.submission_id = i.trial_id
      group by j.id, j.reason, j.state, j.rounds, j.created_at, j.ended_at
      order by j.created_at desc, j.id desc
      """;

  private static final String ONE =
      REJUDGINGS.formatted("select * from rejudging where id = :id and tenant_id = :tenant");

  private static final String NEWEST =
      REJUDGINGS.formatted(
          """
          select * from rejudging where tenant_id = :tenant
          order by created_at desc, id desc limit :most
          """);

  /** Before and after: what was replaced is the verdict before. */
  private static final String COMPARED =
      """
      select i.submission_id, coalesce(f.verdict, o.verdict) as before,
        array_agg(t.verdict order by i.round) as rounds
      from rejudging_item i
      join result t on t.submission_id = i.trial_id
      left join former_result f on f.submission_id = i.submission_id and f.rejudging_id = i.rejudging_id
      left join result o on o.submission_id = i.submission_id
      where i.rejudging_id = :id
      group by i.submission_id, coalesce(f.verdict, o.verdict)
      """;

  private static final String MATRIX =
      """
      select before, rounds[1] as after, count(*) as submissions from (%s) as compared
      group by before, rounds[1] order by before, after
      """
          .formatted(COMPARED);

  private static final String CHANGED =
      """
      select *, count(*) filter (where flaky) over () as flaky_in_all from (
        select *, (select count(distinct v) > 1 from unnest(rounds) as v) as flaky from (%s) as compared) as rated
      where flaky or before <> rounds[1]
      order by flaky desc, submission_id limit :most
      """
          .formatted(COMPARED);

  /** What is submitted for a tenant on hold would not begin: nobody else is to wait for that. */
  private static final String NOT_ON_HOLD =
      "not exists (select from queue_hold h where h.tenant_id is null or h.tenant_id = j.tenant_id)";

  /** One of each tenant in turn, so that a long rejudging keeps nobody else's waiting. */
  private static final String TO_SUBMIT =
      """
      select head.rejudging_id, head.submission_id, head.round, whose.tenant_id
      from (select distinct j.tenant_id from rejudging j where j.state = 'OPEN' and %s) as whose
      cross join lateral (
        select i.rejudging_id, i.submission_id, i.round, j.created_at,
          row_number() over (order by j.created_at, i.submission_id, i.round) as nth
        from rejudging j
        join rejudging_item i on i.rejudging_id = j.id
        where j.tenant_id = whose.tenant_id and j.state = 'OPEN'
          and i.trial_id is null and i.failure is null
        order by nth
        limit :most) as head
      order by head.nth, head.created_at
      limit :most
      """
          .formatted(NOT_ON_HOLD);

  private static final String WAITING =
      """
      select count(*) from rejudging j
      join rejudging_item i on i.rejudging_id = j.id
      where j.state = 'OPEN' and i.trial_id is not null and %s
        and not exists (select from result t where t.submission_id = i.trial_id)
      """
          .formatted(NOT_ON_HOLD);

  private final JdbcClient jdbc;

  RejudgingRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A submission that is to be judged again. */
  record Item(UUID rejudging, UUID tenant, SubmissionId submission, int round) {}

  void insert(UUID id, UUID tenant, RejudgingRequest request, String filter) {
    jdbc.sql(
            """
            insert into rejudging (id, tenant_id, reason, filter, rounds, state)
            values (:id, :tenant, :reason, :filter::jsonb, :rounds, 'OPEN')
            """)
        .param("id", id)
        .param("tenant", tenant)
        .param("reason", request.reason())
        .param("filter", filter)
        .param("rounds", request.rounds())
        .update();
  }

  /**
   * @return how many judgings there will be
   */
  int select(UUID id, UUID tenant, RejudgingRequest request) {
    return selection(SELECT_SUBMISSIONS, tenant, request).param("rejudging", id).update();
  }

  /** How many judgings there would be. */
  long count(UUID tenant, RejudgingRequest request) {
    return selection(COUNT_SUBMISSIONS, tenant, request).query(Long.class).single();
  }

  private JdbcClient.StatementSpec selection(String sql, UUID tenant, RejudgingRequest request) {
    return jdbc.sql(sql)
        .param("tenant", tenant)
        .param("rounds", request.rounds())
        .param("any_submission", request.submissions().isEmpty())
        .param(
            "submissions",
            new SqlArrayValue(
                "uuid", request.submissions().stream().map(SubmissionId::value).toArray()))
        .param("problem", request.problem().orElse(null))
        .param("version", request.version().orElse(null))
        .param("language", request.language().orElse(null))
        .param("any_verdict", request.verdicts().isEmpty())
        .param(
            "verdicts",
            new SqlArrayValue("text", request.verdicts().stream().map(Verdict::name).toArray()))
        .param("from", utc(request.createdFrom()))
        .param("to", utc(request.createdTo()));
  }

  Optional<Rejudging> find(UUID tenant, UUID id) {
    return jdbc.sql(ONE)
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> rejudging(row))
        .optional();
  }

  List<Rejudging> newest(UUID tenant, int most) {
    return jdbc.sql(NEWEST)
        .param("tenant", tenant)
        .param("most", most)
        .query((row, _) -> rejudging(row))
        .list();
  }

  Preview preview(UUID id, int most) {
    List<Change> matrix =
        jdbc.sql(MATRIX)
            .param("id", id)
            .query((row, _) ->
                new Change(
                    Verdict.valueOf(row.getString("before")),
                    Verdict.valueOf(row.getString("after")),
                    row.getInt("submissions")))
            .list();
    int[] flaky = {0};
    List<Changed> changed =
        jdbc.sql(CHANGED)
            .param("id", id)
            .param("most", most)
            .query((row, _) -> {
              flaky[0] = row.getInt("flaky_in_all");
              return new Changed(
                  new SubmissionId(row.getObject("submission_id", UUID.class)),
                  Verdict.valueOf(row.getString("before")),
                  verdicts(row));
            })
            .list();
    return new Preview(matrix, changed, flaky[0]);
  }

  /**
   * Some that have no trial yet: of each tenant whose work is begun at all in turn, of its oldest
   * rejudging first.
   */
  List<Item> toSubmit(int most) {
    return jdbc.sql(TO_SUBMIT)
        .param("most", most)
        .query((row, _) ->
            new Item(
                row.getObject("rejudging_id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                row.getInt("round")))
        .list();
  }

  /** How many trials are waiting or running, without those of tenants on hold. */
  int waiting() {
    return jdbc.sql(WAITING).query(Integer.class).single();
  }

  void submitted(Item item, SubmissionId trial) {
    update(item, trial.value(), null);
  }

  void failed(Item item, String why) {
    update(item, null, why);
  }

  private void update(Item item, @Nullable UUID trial, @Nullable String failure) {
    jdbc.sql(
            """
            update rejudging_item set trial_id = :trial, failure = :failure
            where rejudging_id = :rejudging and submission_id = :submission and round = :round
            """)
        .param("trial", trial)
        .param("failure", failure)
        .param("rejudging", item.rejudging())
        .param("submission", item.submission().value())
        .param("round", item.round())
        .update();
  }

  /** Ends an open rejudging. Whoever else wants to end it waits for this transaction. */
  boolean end(UUID tenant, UUID id, State state) {
    return jdbc.sql(
                """
                update rejudging set state = :state, ended_at = now()
                where id = :id and tenant_id = :tenant and state = 'OPEN'
                """)
            .param("id", id)
            .param("tenant", tenant)
            .param("state", state.name())
            .update()
        == 1;
  }

  /** Puts the results that are about to be replaced aside. */
  int keepFormer(UUID id) {
    return jdbc.sql(
            """
            insert into former_result
            select r.*, :id, now() from result r
            join rejudging_item i on i.submission_id = r.submission_id and i.rejudging_id = :id and i.round = 1
            join result t on t.submission_id = i.trial_id
            where t.verdict not in ('CANCELLED', 'INTERNAL_ERROR')
            """)
        .param("id", id)
        .update();
  }

  void removeFormer(UUID id) {
    jdbc.sql(
            "delete from result r using former_result f where f.submission_id = r.submission_id and f.rejudging_id = :id")
        .param("id", id)
        .update();
  }

  void putTrials(UUID id) {
    jdbc.sql(
            """
            insert into result (submission_id, tenant_id, submitted_at, verdict, message, compile, sandbox, tests,
              cpu_nanos, memory_bytes, worker, score, groups, created_at, tests_of)
            select f.submission_id, f.tenant_id, f.submitted_at, t.verdict, t.message, t.compile, t.sandbox, t.tests,
              t.cpu_nanos, t.memory_bytes, t.worker, t.score, t.groups, t.created_at, i.trial_id
            from former_result f
            join rejudging_item i on i.submission_id = f.submission_id and i.rejudging_id = f.rejudging_id and i.round = 1
            join result t on t.submission_id = i.trial_id
            where f.rejudging_id = :id
            """)
        .param("id", id)
        .update();
  }

  /** Submissions whose former results were put aside. */
  Set<UUID> replaced(UUID id) {
    return jdbc.sql("select submission_id from former_result where rejudging_id = :id")
        .param("id", id)
        .query((row, _) -> row.getObject("submission_id", UUID.class))
        .set();
  }

  /** The trials that still wait or run. */
  List<SubmissionId> unfinished(UUID id) {
    return jdbc.sql(
            """
            select i.trial_id from rejudging_item i
            where i.rejudging_id = :id and i.trial_id is not null
              and not exists (select from result t where t.submission_id = i.trial_id)
            """)
        .param("id", id)
        .query((row, _) -> new SubmissionId(row.getObject(1, UUID.class)))
        .list();
  }

  /** Every judging of a submission, the present one first. */
  List<Judging> judgings(UUID tenant, SubmissionId submission) {
    return jdbc.sql(
            """
            select verdict, created_at, null::uuid as rejudging_id, null::timestamptz as replaced_at from result
            where submission_id = :submission and tenant_id = :tenant
            union all
            select verdict, created_at, rejudging_id, replaced_at from former_result
            where submission_id = :submission and tenant_id = :tenant
            order by replaced_at desc nulls first
            """)
        .param("submission", submission.value())
        .param("tenant", tenant)
        .query((row, _) ->
            new Judging(
                Verdict.valueOf(row.getString("verdict")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("rejudging_id", UUID.class))))
        .list();
  }

  private static Rejudging rejudging(ResultSet row) throws SQLException {
    int judged = row.getInt("judged");
    int total = row.getInt("total");
    int failed = row.getInt("failed");
    String stored = row.getString("state");
    State state =
        stored.equals("OPEN")
            ? (judged + failed == total ? State.READY : State.RUNNING)
            : State.valueOf(stored);
    return new Rejudging(
        row.getObject("id", UUID.class),
        row.getString("reason"),
        state,
        row.getInt("rounds"),
        row.getInt("submissions"),
        judged,
        total,
        failed,
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static List<Verdict> verdicts(ResultSet row) throws SQLException {
    return Arrays.stream((String[]) row.getArray("rounds").getArray())
        .map(Verdict::valueOf)
        .toList();
  }

  private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
    return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
  }
}
