package dev.glovebox.selftest;

import dev.glovebox.selftest.SelfTest.Outcome;
import dev.glovebox.selftest.SelfTest.Result;
import dev.glovebox.selftest.SelfTest.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The tables {@code self_test} and {@code self_test_check}. */
final class SelfTestRows {

  private static final String INSERT =
      """
      insert into self_test (id, worker_name, state, asked_by) values (:id, :worker, 'WAITING', :by)
      """;

  private static final String FORGET_OLD =
      """
      delete from self_test where worker_name = :worker and id in (
        select id from self_test where worker_name = :worker
        order by created_at desc, id desc offset :kept)
      """;

  private static final String END_UNANSWERED =
      """
      update self_test set state = 'INCOMPLETE', message = 'the worker did not answer', finished_at = now()
      where worker_name = :worker and finished_at is null and created_at < now() - interval '10 minutes'
      """;

  /** Of an earlier life: a worker's name is that of one process at a time. */
  private static final String END_ABANDONED =
      """
      update self_test set state = 'INCOMPLETE', message = 'the worker ended meanwhile', finished_at = now()
      where worker_name = :worker and state = 'RUNNING' and worker_id <> :id
      """;

  private static final String TAKE =
      """
      update self_test set state = 'RUNNING', worker_id = :id, started_at = clock_timestamp()
      where worker_name = :worker and state = 'WAITING' returning id
      """;

  private static final String ADD =
      """
      insert into self_test_check (self_test_id, place, name, title, expected, result, got, complaints, took_micros)
      select id, :place, :name, :title, :expected, :result, :got, :complaints::text[], :took
      from self_test where id = :id and state = 'RUNNING'
      """;

  private static final String SAY_HOW =
      "update self_test set sandbox = :sandbox where id = :id and state = 'RUNNING'";

  private static final String END =
      """
      update self_test set state = :state, message = :message, finished_at = clock_timestamp()
      where id = :id and state = 'RUNNING'
      """;

  private static final String SELECT =
      """
      select id, worker_name, state, asked_by, sandbox, message, created_at, started_at, finished_at
      from self_test
      """;

  private static final String LATEST =
      """
      select distinct on (worker_name)
        id, worker_name, state, asked_by, sandbox, message, created_at, started_at, finished_at
      from self_test order by worker_name, created_at desc, id desc
      """;

  private static final String CHECKS =
      """
      select name, title, expected, result, got, complaints, took_micros, ended_at
      from self_test_check where self_test_id = :id order by place
      """;

  private final JdbcClient jdbc;

  SelfTestRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @throws org.springframework.dao.DuplicateKeyException when the worker has one that has not
   *     ended
   */
  void insert(UUID id, String worker, String by) {
    jdbc.sql(INSERT).param("id", id).param("worker", worker).param("by", by).update();
  }

  void forgetOld(String worker, int kept) {
    jdbc.sql(FORGET_OLD).param("worker", worker).param("kept", kept).update();
  }

  void endUnanswered(String worker) {
    jdbc.sql(END_UNANSWERED).param("worker", worker).update();
  }

  /** Ends what an earlier life of a worker began. */
  void endAbandoned(String worker, String life) {
    jdbc.sql(END_ABANDONED).param("worker", worker).param("id", life).update();
  }

  /** The one that this worker is asked for, from now on under way. */
  Optional<UUID> take(String worker, String life) {
    return jdbc.sql(TAKE).param("worker", worker).param("id", life).query(UUID.class).optional();
  }

  /** Notes a check. */
  void add(UUID id, int place, Outcome outcome) {
    jdbc.sql(ADD)
        .param("id", id)
        .param("place", place)
        .param("name", outcome.name())
        .param("title", outcome.title())
        .param("expected", outcome.expected())
        .param("result", outcome.result().name())
        .param("got", outcome.got())
        .param("complaints", new SqlArrayValue("text", outcome.complaints().toArray()))
        .param("took", outcome.took().toNanos() / 1_000)
        .update();
  }

  void sayHow(UUID id, String sandbox) {
    jdbc.sql(SAY_HOW).param("id", id).param("sandbox", sandbox).update();
  }

  /**
   * Ends it.
   *
   * @return whether it ran
   */
  boolean end(UUID id, State state, String message) {
    return jdbc.sql(END)
            .param("id", id)
            .param("state", state.name())
            .param("message", message)
            .update()
        > 0;
  }

  Optional<SelfTest> find(UUID id) {
    List<Outcome> checks = jdbc.sql(CHECKS).param("id", id).query((row, _) -> outcome(row)).list();
    return jdbc.sql(SELECT + " where id = :id")
        .param("id", id)
        .query((row, _) -> selfTest(row, checks))
        .optional();
  }

  List<SelfTest> newest(String worker, int most) {
    return jdbc.sql(
            SELECT + " where worker_name = :worker order by created_at desc, id desc limit :most")
        .param("worker", worker)
        .param("most", most)
        .query((row, _) -> selfTest(row, List.of()))
        .list();
  }

  List<SelfTest> latest() {
    return jdbc.sql(LATEST).query((row, _) -> selfTest(row, List.of())).list();
  }

  private static SelfTest selfTest(ResultSet row, List<Outcome> checks) throws SQLException {
    return new SelfTest(
        row.getObject("id", UUID.class),
        row.getString("worker_name"),
        State.valueOf(row.getString("state")),
        row.getString("asked_by"),
        row.getString("sandbox"),
        row.getString("message"),
        checks,
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    return new Outcome(
        row.getString("name"),
        row.getString("title"),
        row.getString("expected"),
        Result.valueOf(row.getString("result")),
        row.getString("got"),
        List.of((String[]) row.getArray("complaints").getArray()),
        Duration.of(row.getLong("took_micros"), ChronoUnit.MICROS),
        row.getObject("ended_at", OffsetDateTime.class).toInstant());
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
