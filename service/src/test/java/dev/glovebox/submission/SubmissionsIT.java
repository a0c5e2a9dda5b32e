package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.queue.FairShare;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.submission.SubmissionIntake.Accepted;
import dev.glovebox.submission.SubmissionStore.Cursor;
import dev.glovebox.submission.SubmissionStore.Filter;
import dev.glovebox.submission.SubmissionStore.Page;
import dev.glovebox.submission.SubmissionStore.Row;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.support.Wait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Intake and store, without a worker: the test does its work. */
@Tag("postgres")
class SubmissionsIT {

  private static final Filter ALL =
      new Filter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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
  void anyRequestIsStoredAsItIs() {
    Random random = new Random(42);
    List<SubmissionRequest> requests =
        IntStream.range(0, 200).mapToObj(_ -> Samples.random(random)).toList();
    for (SubmissionRequest request : requests) {
      UUID owner = database.tenant(); // random keys of idempotency may be the same
      Submission accepted = process.intake.accept(owner, request).submission();
      SubmissionView view = process.store.find(owner, accepted.id()).orElseThrow();
      assertThat(view.submission().request().language()).isEqualTo(accepted.request().language());
      assertThat(view.submission()).usingRecursiveComparison().isEqualTo(accepted);
      assertThat(process.store.status(owner, accepted.id()).orElseThrow().submission())
          .isEqualTo(SubmissionOutline.of(accepted));
      assertThat(view.state()).isEqualTo(SubmissionView.State.QUEUED);
      assertThat(view.attempt()).isZero();
    }
  }

  @Test
  void aResultIsStoredAsItIs() {
    Submission submission = accept();
    SubmissionResult result = Samples.result(Verdict.WRONG_ANSWER);
    process.store.complete(claim(), result);

    SubmissionView view = process.store.find(tenant, submission.id()).orElseThrow();

    assertThat(view.state()).isEqualTo(SubmissionView.State.DONE);
    assertThat(view.attempt()).isEqualTo(1);
    assertThat(view.startedAt()).isPresent();
    assertThat(view.finishedAt()).isPresent();
    assertThat(view.result().orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(result.withoutFiles());
    List<SubmissionId> ids = List.of(submission.id());
    assertThat(process.store.leftFiles(tenant, ids))
        .usingRecursiveComparison()
        .isEqualTo(Map.of(submission.id(), result.leftFiles()));
    assertThat(process.store.leftFiles(UUID.randomUUID(), ids)).isEmpty();
  }

  @Test
  void manyAreReadAsEachOfThem() {
    List<SubmissionId> ids =
        process.intake.acceptAll(tenant, Collections.nCopies(3, Samples.request())).stream()
            .map(accepted -> accepted.submission().id())
            .toList();
    process.store.complete(claim(), Samples.result(Verdict.WRONG_ANSWER));
    process.store.complete(claim(), Samples.scored());
    List<SubmissionId> asked = new ArrayList<>(ids);
    asked.add(new SubmissionId(UUID.randomUUID()));

    assertThat(process.store.statuses(tenant, asked))
        .usingRecursiveComparison()
        .isEqualTo(
            ids.stream()
                .collect(
                    Collectors.toMap(
                        id -> id, id -> process.store.status(tenant, id).orElseThrow())));
    assertThat(process.store.requests(tenant, asked))
        .usingRecursiveComparison()
        .isEqualTo(
            ids.stream()
                .collect(Collectors.toMap(id -> id, id -> process.store.load(id).request())));
    assertThat(process.store.statuses(UUID.randomUUID(), asked)).isEmpty();
    assertThat(process.store.requests(UUID.randomUUID(), asked)).isEmpty();
  }

  @Test
  void othersRowsAreCommittedWithTheSubmissionsOrNothingIs() {
    List<Accepted> answers =
        process.intake.acceptAll(
            tenant,
            List.of(Samples.request(), Samples.request()),
            accepted -> {
              assertThat(accepted).hasSize(2);
              assertThat(process.store.find(tenant, accepted.getFirst().submission().id()))
                  .as("seen in the transaction")
                  .isPresent();
              assertThat(seenFromElsewhere()).isZero();
            });
    assertThat(answers).hasSize(2);
    assertThat(seenFromElsewhere()).isEqualTo(2);

    assertThatThrownBy(() ->
            process.intake.acceptAll(
                tenant,
                List.of(Samples.request()),
                _ -> {
                  throw new IllegalStateException("no rows");
                }))
        .hasMessage("no rows");
    assertThat(seenFromElsewhere()).isEqualTo(2);
  }

  /** Over a connection that is in no transaction of this thread. */
  private static long seenFromElsewhere() {
    try (Connection connection = database.ownConnection();
        var row = connection.createStatement().executeQuery("select count(*) from job")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aScoredResultIsStoredAsItIs() {
    Submission submission = process.intake.accept(tenant, Samples.againstProblem()).submission();
    SubmissionResult result = Samples.scored();
    process.store.complete(claim(), result);

    SubmissionView view = process.store.find(tenant, submission.id()).orElseThrow();

    assertThat(view.result().orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(result.withoutFiles());
    assertThat(process.store.list(tenant, ALL, Optional.empty(), 10).rows())
        .as("it is a trial, which no list shows")
        .isEmpty();
  }

  @Test
  void aVersionStaysInQuarantineUntilItIsReleased() {
    Quarantine quarantine = new PostgresQuarantine(database.jdbc());
    UUID other = database.tenant();
    quarantine.put(tenant, "sums", "v1", "the checker crashed", "odd \u0000 text");
    quarantine.put(tenant, "sums", "v1", "another reason", "");

    Quarantine.Case found = quarantine.find(tenant, "sums", "v1").orElseThrow();
    assertThat(found.reason()).isEqualTo("the checker crashed");
    assertThat(found.evidence()).isEqualTo("odd \u0000 text");
    assertThat(quarantine.find(tenant, "sums", "v2")).isEmpty();
    assertThat(quarantine.find(other, "sums", "v1")).isEmpty();
    assertThat(quarantine.release(other, "sums", "v1")).isFalse();
    assertThat(quarantine.release(tenant, "sums", "v1")).isTrue();
    assertThat(quarantine.find(tenant, "sums", "v1")).isEmpty();
    assertThat(quarantine.release(tenant, "sums", "v1")).isFalse();
  }

  @Test
  void theContentsAreReadOnlyByWhoAsksForThem() throws Exception {
    Submission submission =
        process.intake.accept(tenant, Samples.large(20, 600 << 10)).submission();
    try (var connection = database.ownConnection()) {
      var reader =
          new CountingReader(
              JdbcClient.create(new SingleConnectionDataSource(connection, true)),
              process.watchers);
      long before = reader.contentBlocks();
      assertThat(reader.store.status(tenant, submission.id())).isPresent();
      reader.store.follow(tenant, submission.id(), (_, _) -> {}).close();
      assertThat(reader.contentBlocks()).isEqualTo(before);

      assertThat(reader.store.find(tenant, submission.id())).isPresent();
      assertThat(reader.contentBlocks()).isGreaterThan(before + 1000);
    }
  }

  /** A store on one connection, whose use of the contents' table is counted by the database. */
  private static final class CountingReader {
    private final JdbcClient jdbc;
    private final SubmissionStore store;

    CountingReader(JdbcClient jdbc, Watchers watchers) {
      this.jdbc = jdbc;
      this.store = new PostgresSubmissions(jdbc, Duration.ofSeconds(1), new AtHand(), watchers);
    }

    long contentBlocks() {
      jdbc.sql("select pg_stat_force_next_flush()::text").query(String.class).single();
      jdbc.sql("select 1").query(Integer.class).single();
      return jdbc.sql(
              """
              select toast_blks_read + toast_blks_hit from pg_statio_user_tables where relname = 'submission'
              """)
          .query(Long.class)
          .single();
    }
  }

  @Test
  void anotherTenantSeesNothing() {
    Submission submission = accept();
    UUID other = database.tenant();
    assertThat(process.store.find(other, submission.id())).isEmpty();
    assertThat(process.store.status(other, submission.id())).isEmpty();
    assertThat(process.store.await(other, submission.id(), Duration.ofSeconds(5))).isEmpty();
    assertThat(process.intake.cancel(other, submission.id())).isFalse();
    assertThat(process.store.list(other, ALL, Optional.empty(), 10).rows()).isEmpty();
    assertThatThrownBy(() -> process.store.follow(other, submission.id(), (_, _) -> {}))
        .isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void aLateResultIsRefusedAndNothingOfItIsKept() {
    Submission submission = accept();
    Lease first = claim();
    process.queue.giveBack("w", List.of(first), "a test");
    Lease second = claim();

    assertThatThrownBy(() -> process.store.complete(first, Samples.result(Verdict.ACCEPTED)))
        .isInstanceOf(LeaseLost.class);
    assertThat(rows("result")).isZero();
    assertThat(rows("test_result")).isZero();

    process.store.complete(second, Samples.result(Verdict.WRONG_ANSWER));
    assertThatThrownBy(() -> process.store.complete(second, Samples.result(Verdict.ACCEPTED)))
        .isInstanceOf(LeaseLost.class);
    assertThat(verdict(submission)).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(rows("result")).isEqualTo(1);
  }

  @Test
  void resultsAreOnlyEverAdded() {
    accept();
    process.store.complete(claim(), Samples.result(Verdict.ACCEPTED));
    for (String table : List.of("result", "test_result", "submission")) {
      assertThatThrownBy(
              () -> database.jdbc().sql("update " + table + " set created_at = now()").update())
          .hasMessageContaining("only ever added");
    }
  }

  @Test
  void aBatchIsStoredInOrderAndInOneTransaction() {
    List<SubmissionRequest> requests =
        IntStream.range(0, 20)
            .mapToObj(i -> Samples.request("l" + i, Priority.NORMAL, Optional.empty()))
            .toList();

    List<Accepted> accepted = process.intake.acceptAll(tenant, requests);

    assertThat(accepted)
        .extracting(a -> a.submission().request().language())
        .containsExactlyElementsOf(requests.stream().map(SubmissionRequest::language).toList());
    assertThat(
            database
                .jdbc()
                .sql("select count(distinct xmin::text) from submission")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    List<UUID> order = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      order.add(claim().subject());
    }
    assertThat(order)
        .containsExactlyElementsOf(
            accepted.stream().map(a -> a.submission().id().value()).toList());
  }

  @Test
  void theSameKeyReturnsTheFirstSubmission() {
    Accepted first = process.intake.accept(tenant, Samples.keyed("k"));
    Accepted again = process.intake.accept(tenant, Samples.keyed("k"));
    Accepted ofAnother = process.intake.accept(database.tenant(), Samples.keyed("k"));

    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(again.submission().id()).isEqualTo(first.submission().id());
    assertThat(ofAnother.repeated()).isFalse();
    assertThat(rows("job")).isEqualTo(2);
  }

  @Test
  void theSameKeyTwiceInABatchIsOneSubmission() {
    process.intake.accept(tenant, Samples.keyed("before"));
    List<Accepted> accepted =
        process.intake.acceptAll(
            tenant,
            List.of(
                Samples.keyed("a"),
                Samples.request(),
                Samples.keyed("a"),
                Samples.keyed("before")));
    assertThat(accepted).extracting(Accepted::repeated).containsExactly(false, false, true, true);
    assertThat(accepted.get(2).submission()).isEqualTo(accepted.get(0).submission());
    assertThat(accepted.get(3).submission().request().idempotencyKey()).contains("before");
    assertThat(rows("submission")).isEqualTo(3);
  }

  @Test
  void aKeyOfADifferentRequestRefusesTheWholeBatch() {
    process.intake.accept(tenant, Samples.keyed("known"));
    SubmissionRequest different = Samples.request("ruby", Priority.NORMAL, Optional.of("known"));
    SubmissionRequest twice = Samples.request("ruby", Priority.NORMAL, Optional.of("new"));

    for (List<SubmissionRequest> batch :
        List.of(
            List.of(different),
            List.of(Samples.request(), different),
            List.of(Samples.keyed("new"), different, Samples.request()),
            List.of(Samples.keyed("new"), twice))) {
      assertThatThrownBy(() -> process.intake.acceptAll(tenant, batch))
          .isInstanceOf(IdempotencyConflict.class);
    }

    assertThat(rows("submission")).isEqualTo(1);
    assertThat(rows("job")).isEqualTo(1);
    Accepted free = process.intake.accept(tenant, twice);
    assertThat(free.repeated()).isFalse();
  }

  @Test
  void metadataInAnotherOrderIsTheSameRequest() {
    process.intake.accept(tenant, withMetadata("b", "a", "longer"));
    assertThat(process.intake.accept(tenant, withMetadata("longer", "b", "a")).repeated()).isTrue();
  }

  private static SubmissionRequest withMetadata(String... names) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String name : names) {
      metadata.put(name, "of " + name);
    }
    SubmissionRequest plain = Samples.keyed("with metadata");
    return new SubmissionRequest(
        plain.language(),
        plain.sources(),
        plain.main(),
        plain.compileOptions(),
        plain.arguments(),
        plain.tests(),
        plain.limits(),
        plain.tier(),
        plain.priority(),
        plain.stopAtFirstFailure(),
        plain.mergeStderr(),
        plain.drainOutput(),
        metadata,
        plain.idempotencyKey());
  }

  @Test
  void theSameKeyFromManyAtOnceIsOneSubmission() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "race " + round;
      List<Accepted> accepted = atOnce(8, () -> process.intake.accept(tenant, Samples.keyed(key)));
      assertThat(accepted).filteredOn(a -> !a.repeated()).hasSize(1);
      assertThat(accepted.stream().map(a -> a.submission().id()).distinct()).hasSize(1);
    }
    assertThat(rows("submission")).isEqualTo(20);
    assertThat(rows("job")).isEqualTo(20);
  }

  @Test
  void aFullQueueRefusesAndStoresNothing() {
    try (ServiceProcess small = ServiceProcess.front(database, smallQueue()).start()) {
      small.intake.acceptAll(tenant, Collections.nCopies(4, Samples.request()));
      assertThatThrownBy(
              () -> small.intake.acceptAll(tenant, Collections.nCopies(2, Samples.request())))
          .isInstanceOfSatisfying(
              dev.glovebox.submission.QueueFull.class,
              full -> {
                assertThat(full.tenantOnly()).isFalse();
                assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(5));
              });
      assertThat(rows("submission")).isEqualTo(4);

      claim();
      small.depth.count();
      assertThat(small.intake.acceptAll(tenant, Collections.nCopies(2, Samples.request())))
          .hasSize(2);
    }
  }

  @Test
  void aTenantsOwnShareCanBeUsedUpAlone() {
    UUID limited = database.tenant(100, null, 2);
    process.depth.count();
    process.intake.acceptAll(limited, Collections.nCopies(2, Samples.request()));
    assertThatThrownBy(() -> process.intake.accept(limited, Samples.request()))
        .isInstanceOfSatisfying(QueueFull.class, full -> assertThat(full.tenantOnly()).isTrue());
    process.intake.accept(tenant, Samples.request());
  }

  @Test
  void aWaitingSubmissionIsCancelledAtOnce() {
    Submission submission = accept();

    assertThat(process.intake.cancel(tenant, submission.id())).isTrue();

    SubmissionView view = process.store.find(tenant, submission.id()).orElseThrow();
    assertThat(view.state()).isEqualTo(SubmissionView.State.DONE);
    assertThat(view.result().orElseThrow().verdict()).isEqualTo(Verdict.CANCELLED);
    assertThat(view.result().orElseThrow().tests()).isEmpty();
    assertThat(process.intake.cancel(tenant, submission.id())).isFalse();
    assertThat(process.queue.claim(List.of("judge"), "w", 1, new FairShare())).isEmpty();
  }

  @Test
  void claimAndCancelAtTheSameMomentNeverBothEndIt() throws Exception {
    for (int round = 0; round < 30; round++) {
      Submission submission = accept();
      List<Object> outcomes =
          atOnce(
              List.of(
                  () -> process.intake.cancel(tenant, submission.id()),
                  () -> process.queue.claim(List.of("judge"), "w", 1, new FairShare())));
      assertThat(outcomes.getFirst()).isEqualTo(true);
      List<?> claimed = (List<?>) outcomes.getLast();
      SubmissionView view = process.store.find(tenant, submission.id()).orElseThrow();
      assertThat(view.state())
          .isEqualTo(claimed.isEmpty() ? SubmissionView.State.DONE : SubmissionView.State.RUNNING);
      if (!claimed.isEmpty()) {
        Lease lease = ((dev.glovebox.queue.JobQueue.Claimed) claimed.getFirst()).lease();
        process.store.complete(lease, Samples.result(Verdict.CANCELLED));
      }
    }
  }

  @Test
  void pagesGoThroughEverythingOnceTiesIncluded() {
    for (int i = 0; i < 5; i++) {
      process.intake.acceptAll(tenant, Collections.nCopies(7, Samples.request()));
    }
    List<Row> seen = pages(ALL, 4);
    assertThat(seen).extracting(Row::id).hasSize(35).doesNotHaveDuplicates();
    assertThat(seen)
        .isSortedAccordingTo(
            java.util.Comparator.comparing(Row::createdAt)
                .thenComparing(r -> r.id().toString())
                .reversed());
  }

  @Test
  void everyFilterFindsWhatItAsksFor() {
    process.intake.acceptAll(
        tenant,
        List.of(
            Samples.request("cpp", Priority.NORMAL, Optional.empty()),
            Samples.request("cpp", Priority.NORMAL, Optional.empty()),
            Samples.request("java", Priority.NORMAL, Optional.empty()),
            Samples.request("java", Priority.NORMAL, Optional.empty())));
    process.store.complete(claim(), Samples.result(Verdict.ACCEPTED));
    process.store.complete(claim(), Samples.result(Verdict.WRONG_ANSWER));
    claim();

    assertThat(pages(filter("cpp", null, null), 1)).hasSize(2);
    assertThat(pages(filter(null, null, Verdict.ACCEPTED), 1)).hasSize(1);
    assertThat(pages(filter("java", null, Verdict.ACCEPTED), 1)).isEmpty();
    assertThat(pages(filter(null, SubmissionView.State.DONE, null), 1)).hasSize(2);
    assertThat(pages(filter(null, SubmissionView.State.RUNNING, null), 1)).hasSize(1);
    assertThat(pages(filter("java", SubmissionView.State.QUEUED, null), 1)).hasSize(1);
    assertThat(pages(filter("cpp", SubmissionView.State.QUEUED, null), 1)).isEmpty();
    Row accepted = pages(filter(null, null, Verdict.ACCEPTED), 1).getFirst();
    assertThat(accepted.cpu()).contains(Duration.ofNanos(12_345_678));
    assertThat(accepted.memoryBytes()).contains(9L << 20);
    assertThat(accepted.finishedAt()).isPresent();
    Filter later =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(accepted.createdAt().plusMillis(1)),
            Optional.empty());
    assertThat(pages(later, 10)).isEmpty();
    Filter upTo =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(accepted.createdAt()),
            Optional.of(accepted.createdAt().plusMillis(1)));
    assertThat(pages(upTo, 10)).hasSize(4);
  }

  @Test
  void whoWaitsIsWokenByAnotherProcess() throws Exception {
    try (ServiceProcess other = ServiceProcess.front(database).start()) {
      Submission submission = accept();
      CompletableFuture<Optional<SubmissionStatus>> waiting =
          CompletableFuture.supplyAsync(
              () -> process.store.await(tenant, submission.id(), Duration.ofMinutes(1)));
      Wait.patiently().until(() -> process.watchers.size() == 1);

      other.store.complete(claim(), Samples.result(Verdict.ACCEPTED));

      SubmissionStatus view = waiting.get().orElseThrow();
      assertThat(view.result().orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(process.watchers.size()).isZero();
    }
  }

  @Test
  void whoWaitsInVainIsToldHowItStands() {
    Submission submission = accept();
    SubmissionStatus view =
        process.store.await(tenant, submission.id(), Duration.ofMillis(20)).orElseThrow();
    assertThat(view.state()).isEqualTo(SubmissionView.State.QUEUED);
    assertThat(process.watchers.size()).isZero();
  }

  @Test
  void aCompletionBetweenLookingAndWaitingIsNotMissed() throws Exception {
    for (int round = 0; round < 50; round++) {
      Submission submission = accept();
      Lease lease = claim();
      List<Object> outcomes =
          atOnce(
              List.of(
                  () -> process.store.await(tenant, submission.id(), Duration.ofMinutes(1)),
                  () -> {
                    process.store.complete(lease, Samples.result(Verdict.ACCEPTED));
                    return true;
                  }));
      assertThat((Optional<?>) outcomes.getFirst())
          .get()
          .extracting(v -> ((SubmissionStatus) v).state())
          .isEqualTo(SubmissionView.State.DONE);
    }
  }

  @Test
  void whatWasSaidWhileTheConnectionWasGoneIsFoundByLookingAgain() throws Exception {
    Wait.patiently()
        .until(() -> process.meters.get("glovebox.listen.connected").gauge().value() == 1);
    Submission submission = accept();
    CompletableFuture<Optional<SubmissionStatus>> waiting =
        CompletableFuture.supplyAsync(
            () -> process.store.await(tenant, submission.id(), Duration.ofMinutes(1)));
    Wait.patiently().until(() -> process.watchers.size() == 1);
    Lease lease = claim();
    database
        .jdbc()
        .sql(
            """
            update job set state = 'DONE', lease_owner = null, lease_until = null, finished_at = now() where id = :id
            """)
        .param("id", lease.job())
        .update();

    int ended =
        database
            .jdbc()
            .sql(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and query ilike 'listen%'
                """)
            .query(Boolean.class)
            .list()
            .size();

    assertThat(ended).isEqualTo(1);
    assertThat(waiting.get()).isPresent();
    Wait.patiently()
        .until(() -> process.meters.get("glovebox.listen.connected").gauge().value() == 1);
    assertThat(process.counter("glovebox.loop.failures")).isEqualTo(1);
  }

  @Test
  void whoFollowsSeesEachStepOnceAndInOrderHereAndElsewhere() {
    try (ServiceProcess other = ServiceProcess.front(database).start()) {
      Submission submission = accept();
      List<Progress> here = Collections.synchronizedList(new ArrayList<>());
      List<Progress> there = Collections.synchronizedList(new ArrayList<>());
      SubmissionStore.Subscription first =
          process.store.follow(tenant, submission.id(), (_, p) -> here.add(p));
      SubmissionStore.Subscription second =
          other.store.follow(tenant, submission.id(), (_, p) -> there.add(p));
      Lease lease = claim();

      process.store.progressed(submission.id(), new Progress.Compiling());
      for (int i = 1; i <= 100; i++) {
        process.store.progressed(submission.id(), new Progress.RunningTest(i, 100));
      }
      process.store.complete(lease, Samples.result(Verdict.ACCEPTED));

      // The end may be told by whoever looks again at the very moment, so it is awaited here too.
      Wait.patiently().untilAsserted(() -> assertThat(here).last().isEqualTo(new Progress.Done()));
      assertThat(here).hasSize(103);
      Wait.patiently().untilAsserted(() -> assertThat(there).last().isEqualTo(new Progress.Done()));
      assertThat(there.getFirst()).isEqualTo(new Progress.Queued());
      assertThat(there).extracting(Progress::sequence).isSorted().doesNotHaveDuplicates();
      assertThat(there.size()).as("coalesced").isLessThan(30);
      first.close();
      second.close();
      assertThat(process.watchers.size() + other.watchers.size()).isZero();
    }
  }

  @Test
  void aNewFollowerStartsWhereTheSubmissionIs() {
    Submission submission = accept();
    Lease lease = claim();
    process.store.progressed(submission.id(), new Progress.RunningTest(3, 9));
    List<Progress> seen = new ArrayList<>();
    process.store.follow(tenant, submission.id(), (_, p) -> seen.add(p)).close();
    process.store.complete(lease, Samples.result(Verdict.ACCEPTED));
    process.store.follow(tenant, submission.id(), (_, p) -> seen.add(p)).close();
    assertThat(seen).containsExactly(new Progress.RunningTest(3, 9), new Progress.Done());
  }

  @Test
  void monthsAreMadeAheadAndWhatWentElsewhereIsMovedIn() {
    database
        .jdbc()
        .sql(
            """
            insert into test_result (submission_id, number, verdict, message, created_at)
            values (gen_random_uuid(), 1, 'SKIPPED', '', now() + interval '40 days')
            """)
        .update();
    TestResultMonths months = new TestResultMonths(database.jdbc());
    assertThat(months.prepare()).as("made by the migration").isZero();
    String next =
        database
            .jdbc()
            .sql(
                """
                select 'test_result_' || to_char((now() + interval '40 days') at time zone 'UTC', 'YYYY_MM')
                """)
            .query(String.class)
            .single();
    assertThat(rows(next)).isEqualTo(1);
    database.jdbc().sql("alter table test_result detach partition " + next).update();
    database.jdbc().sql("insert into test_result select * from " + next).update();
    database.jdbc().sql("drop table " + next).update();
    assertThat(rows("test_result_other")).isEqualTo(1);

    assertThat(months.prepare()).isEqualTo(1);

    assertThat(rows("test_result_other")).isZero();
    assertThat(rows(next)).isEqualTo(1);
  }

  private Submission accept() {
    return process.intake.accept(tenant, Samples.request()).submission();
  }

  private Lease claim() {
    return process.queue.claim(List.of("judge"), "w", 1, new FairShare()).getFirst().lease();
  }

  private Verdict verdict(Submission submission) {
    return process
        .store
        .find(tenant, submission.id())
        .flatMap(SubmissionView::result)
        .orElseThrow()
        .verdict();
  }

  private List<Row> pages(Filter filter, int size) {
    List<Row> rows = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page page = process.store.list(tenant, filter, after, size);
      assertThat(page.rows().size()).isLessThanOrEqualTo(size);
      rows.addAll(page.rows());
      after = page.next();
    } while (after.isPresent());
    return rows;
  }

  private static Filter filter(String language, SubmissionView.State state, Verdict verdict) {
    return new Filter(
        Optional.ofNullable(state),
        Optional.ofNullable(verdict),
        Optional.ofNullable(language),
        Optional.empty(),
        Optional.empty());
  }

  private static long rows(String table) {
    return database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  private static QueueSettings smallQueue() {
    return ServiceProcess.settings(5);
  }

  private static <T> List<T> atOnce(int times, Callable<T> task) throws Exception {
    return atOnce(Collections.nCopies(times, task));
  }

  private static <T> List<T> atOnce(List<? extends Callable<? extends T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<? extends T>> futures = new ArrayList<>();
      for (Callable<? extends T> task : tasks) {
        futures.add(threads.submit(task));
      }
      for (Future<? extends T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }
}
