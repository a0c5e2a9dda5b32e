package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.queue.FairShare;
import dev.glovebox.queue.Lease;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is deleted when, and what never is. */
@Tag("postgres")
class OldSubmissionsIT {

  private static final Duration KEEP = Duration.ofDays(30);
  private static final List<String> TABLES =
      List.of("submission", "job", "attempt", "result", "test_result");

  private static TestDatabase database;
  private ServiceProcess process;
  private UUID tenant;

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void start() {
    database.clear();
    tenant = database.tenant();
    process = ServiceProcess.front(database).start();
  }

  @AfterEach
  void stop() {
    process.close();
  }

  @Test
  void whatEndedLongAgoIsDeletedWithAllThatBelongsToIt() {
    finished(7);

    assertThat(after(KEEP.minusMinutes(1), 2).deleteSome()).isZero();
    assertThat(rows("submission")).isEqualTo(7);

    assertThat(after(KEEP.plusMinutes(1), 2).deleteSome()).isEqualTo(7);
    assertThat(TABLES).allSatisfy(table -> assertThat(rows(table)).as(table).isZero());
  }

  @Test
  void whatWaitsOrRunsStaysHoweverOldItIs() {
    Submission running = accept();
    Lease lease = claim();
    finished(3);
    Submission waiting = accept();

    assertThat(after(KEEP.multipliedBy(10), 2).deleteSome()).isEqualTo(3);

    assertThat(state(running)).contains(SubmissionView.State.RUNNING);
    assertThat(state(waiting)).contains(SubmissionView.State.QUEUED);
    process.store.complete(lease, Samples.result(Verdict.ACCEPTED));
    assertThat(state(running)).contains(SubmissionView.State.DONE);
  }

  @Test
  void timeIsCountedFromTheEnd() {
    Submission early = accept();
    Lease lease = claim();
    process.store.complete(lease, Samples.result(Verdict.ACCEPTED));
    database
        .jdbc()
        .sql("update job set finished_at = now() + interval '10 days' where id = :id")
        .param("id", lease.job())
        .update();

    assertThat(after(KEEP.plusDays(9), 10).deleteSome()).isZero();
    assertThat(state(early)).isPresent();
    assertThat(after(KEEP.plusDays(11), 10).deleteSome()).isEqualTo(1);
  }

  @Test
  void oneProcessAtATimeDeletes() throws Exception {
    finished(3);
    try (var other = database.ownConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "select pg_advisory_xact_lock(hashtextextended('delete_old_submissions', 0))");
      assertThat(after(KEEP.plusDays(1), 2).deleteSome()).isZero();
      assertThat(rows("submission")).isEqualTo(3);
      other.rollback();
    }
    assertThat(after(KEEP.plusDays(1), 2).deleteSome()).isEqualTo(3);
  }

  @Test
  void anIdempotencyKeyIsFreeAgainAfterwards() {
    SubmissionRequest keyed = Samples.keyed("again");
    SubmissionId first = process.intake.accept(tenant, keyed).submission().id();
    process.store.complete(claim(), Samples.result(Verdict.ACCEPTED));

    assertThat(after(KEEP.plusDays(1), 2).deleteSome()).isEqualTo(1);

    assertThat(process.intake.accept(tenant, keyed).submission().id()).isNotEqualTo(first);
    assertThat(process.store.find(tenant, first)).isEmpty();
    assertThat(process.store.await(tenant, first, Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void emptyMonthsOfTheTimeBeforeAreRemovedAndOthersAreNot() {
    database
        .jdbc()
        .sql(
            """
            create table test_result_2001_01 partition of test_result for values from ('2001-01-01 00:00Z') to ('2001-02-01 00:00Z');
            create table test_result_2001_02 partition of test_result for values from ('2001-02-01 00:00Z') to ('2001-03-01 00:00Z');
            insert into test_result (submission_id, number, verdict, message, created_at)
            values (gen_random_uuid(), 1, 'ACCEPTED', '', '2001-02-03 00:00Z')
            """)
        .update();
    List<String> before = months();

    after(Duration.ZERO, 10).deleteSome();

    assertThat(months())
        .contains("test_result_2001_02")
        .containsExactlyInAnyOrderElementsOf(
            before.stream().filter(month -> !month.equals("test_result_2001_01")).toList());
    database.jdbc().sql("drop table test_result_2001_02").update();
  }

  private OldSubmissions after(Duration time, int batch) {
    InstantSource later = () -> Instant.now().plus(time);
    return new OldSubmissions(database.jdbc(), later, KEEP, batch);
  }

  private void finished(int count) {
    for (int i = 0; i < count; i++) {
      accept();
      process.store.complete(claim(), Samples.result(Verdict.ACCEPTED));
    }
  }

  private Lease claim() {
    return process.queue.claim(List.of("judge"), "w", 1, new FairShare()).getFirst().lease();
  }

  private Submission accept() {
    return process.intake.accept(tenant, Samples.request()).submission();
  }

  private Optional<SubmissionView.State> state(Submission submission) {
    return process.store.status(tenant, submission.id()).map(SubmissionStatus::state);
  }

  private long rows(String table) {
    return database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  private static List<String> months() {
    return database
        .jdbc()
        .sql(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'test_result'::regclass")
        .query(String.class)
        .list();
  }
}
