package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.queue.Attempt;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.EquipmentFault;
import dev.glovebox.queue.FairShare;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.support.Wait;
import dev.glovebox.worker.WorkerOrders;
import dev.glovebox.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** From intake through the worker to the waiter, with handlers that do what the test needs. */
@Tag("postgres")
class WorkerIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static TestDatabase database;
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
  void clear() {
    database.clear();
    tenant = database.tenant();
  }

  @Test
  void anIdleWorkerGetsASubmissionWithoutTheDetourOverTheQueue() {
    try (ServiceProcess process = workingWhenTold("w", 2, Doing::accepted)) {
      idle(process);
      SubmissionStatus view = acceptAndAwait(process);

      assertThat(view.result().orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(view.attempt()).isEqualTo(1);
      assertThat(process.counter("glovebox.jobs.handed.over")).isEqualTo(1);
      assertThat(process.counter("glovebox.jobs.claimed")).isZero();
      assertThat(process.store.status(tenant, view.submission().id()).orElseThrow())
          .usingRecursiveComparison()
          .isEqualTo(view);
    }
  }

  @Test
  void whatFindsNoFreeSlotWaitsInTheQueueAndIsClaimed() {
    CountDownLatch go = new CountDownLatch(1);
    try (ServiceProcess process =
        workingWhenTold("w", 2, store -> new Doing(store).waitingFor(go).accepted())) {
      idle(process);
      List<SubmissionIntake.Accepted> accepted =
          process.intake.acceptAll(tenant, Collections.nCopies(10, Samples.request()));
      assertThat(process.counter("glovebox.jobs.handed.over")).isEqualTo(2);
      go.countDown();
      for (SubmissionIntake.Accepted one : accepted) {
        assertThat(await(process, one.submission().id()).state())
            .isEqualTo(SubmissionView.State.DONE);
      }
      assertThat(process.counter("glovebox.jobs.claimed")).isEqualTo(8);
    }
  }

  @Test
  void aHandOverRespectsTheTenantsCap() {
    UUID capped = database.tenant(100, 1, null);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    try (ServiceProcess process =
        workingWhenTold(
            "w",
            4,
            store ->
                new Doing(store)
                    .before(() -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                    .waitingFor(go)
                    .before(now::decrementAndGet)
                    .accepted())) {
      idle(process);
      List<SubmissionIntake.Accepted> accepted =
          process.intake.acceptAll(capped, Collections.nCopies(3, Samples.request()));
      assertThat(process.counter("glovebox.jobs.handed.over")).isEqualTo(1);
      go.countDown();
      accepted.forEach(one ->
          assertThat(process.store.await(capped, one.submission().id(), LONG).orElseThrow().state())
              .isEqualTo(SubmissionView.State.DONE));
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void aPausedTenantsSubmissionWaitsThoughASlotIsFree() {
    var pauses = new QueuePauses(database.jdbc());
    try (ServiceProcess process = working("w", 2, Doing::accepted)) {
      idle(process);
      pauses.pause(Optional.of(tenant), "a test", "somebody");
      SubmissionId waiting = process.intake.accept(tenant, Samples.request()).submission().id();
      UUID other = database.tenant();
      SubmissionId free = process.intake.accept(other, Samples.request()).submission().id();
      assertThat(process.store.await(other, free, LONG).orElseThrow().state())
          .isEqualTo(SubmissionView.State.DONE);
      assertThat(process.store.status(tenant, waiting).orElseThrow().state())
          .isEqualTo(SubmissionView.State.QUEUED);
      pauses.resume(Optional.of(tenant));
      assertThat(await(process, waiting).state()).isEqualTo(SubmissionView.State.DONE);
    }
  }

  /** It was let in a moment before. */
  @Test
  void aDisabledTenantsSubmissionDoesNotBeginAtOnce() {
    try (ServiceProcess process = working("w", 2, Doing::accepted)) {
      idle(process);
      disable("now()", "'a test'", "'somebody'");
      SubmissionId waiting = process.intake.accept(tenant, Samples.request()).submission().id();
      UUID other = database.tenant();
      SubmissionId free = process.intake.accept(other, Samples.request()).submission().id();
      assertThat(process.store.await(other, free, LONG).orElseThrow().state())
          .isEqualTo(SubmissionView.State.DONE);
      assertThat(process.store.status(tenant, waiting).orElseThrow().state())
          .isEqualTo(SubmissionView.State.QUEUED);
      disable("null", "null", "null");
      assertThat(await(process, waiting).state()).isEqualTo(SubmissionView.State.DONE);
    }
  }

  private void disable(String at, String because, String by) {
    database
        .jdbc()
        .sql(
            "update tenant set disabled_at = %s, disabled_because = %s, disabled_by = %s where id = :id"
                .formatted(at, because, by))
        .param("id", tenant)
        .update();
  }

  @Test
  void whatIsCancelledInBulkNeverBegins() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (ServiceProcess process =
        working(
            "w",
            2,
            store -> new Doing(store).before(begun::incrementAndGet).waitingFor(go).accepted())) {
      idle(process);
      List<SubmissionIntake.Accepted> accepted =
          process.intake.acceptAll(tenant, Collections.nCopies(10_000, Samples.request()));
      UUID other = database.tenant();
      SubmissionId untouched = process.intake.accept(other, Samples.request()).submission().id();
      var cancelling =
          new PostgresBulkCancel(
              database.jdbc(), process.depth, process.broadcast, process.worker, process.watchers);
      var all =
          new BulkCancel.Filter(
              Optional.of(tenant),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(cancelling.count(all)).isEqualTo(10_000);

      assertThat(cancelling.cancel(all, "a \0 flood"))
          .isEqualTo(new BulkCancel.Cancelled(9_998, 2));

      assertThat(cancelling.count(all)).isEqualTo(2);
      SubmissionStatus last =
          process.store.status(tenant, accepted.getLast().submission().id()).orElseThrow();
      assertThat(last.result().orElseThrow().verdict()).isEqualTo(Verdict.CANCELLED);
      assertThat(last.result().orElseThrow().message()).contains("a \0 flood");
      go.countDown();
      assertThat(process.store.await(other, untouched, LONG).orElseThrow().state())
          .isEqualTo(SubmissionView.State.DONE);
      assertThat(begun).hasValue(3);
    }
  }

  @Test
  void whatWaitsMovesToAnotherBandAndWhatRunsStays() {
    CountDownLatch go = new CountDownLatch(1);
    try (ServiceProcess process =
        working("w", 1, store -> new Doing(store).waitingFor(go).accepted())) {
      idle(process);
      process.intake.acceptAll(tenant, Collections.nCopies(5, Samples.request()));
      process.intake.accept(database.tenant(), Samples.request());
      var moving = new PostgresBulkPriority(database.jdbc(), process.queue);
      var all =
          new BulkCancel.Filter(
              Optional.of(tenant),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());

      assertThat(moving.move(all, Priority.HIGH)).isEqualTo(4);

      assertThat(headStarts("tenant_id = :tenant and state = 'QUEUED'"))
          .containsOnly(process.queue.headStartSeconds(Priority.HIGH.weight()));
      assertThat(headStarts("tenant_id <> :tenant or state = 'RUNNING'"))
          .doesNotContain(process.queue.headStartSeconds(Priority.HIGH.weight()));
      go.countDown();
    }
  }

  private List<Double> headStarts(String which) {
    return database
        .jdbc()
        .sql("select extract(epoch from enqueued_at - order_at)::float8 from job where " + which)
        .param("tenant", tenant)
        .query(Double.class)
        .list();
  }

  @Test
  void workComesFromAnotherProcessAndItsResultGoesBack() {
    try (ServiceProcess front = ServiceProcess.front(database).start();
        ServiceProcess worker = working("w", 2, Doing::accepted)) {
      idle(worker);
      assertThat(acceptAndAwait(front).result().orElseThrow().verdict())
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void theWorkerSurvivesWhateverAHandlerThrows() {
    List<Throwable> throwables =
        List.of(
            new InfrastructureFault("engine", "gone"),
            new StackOverflowError(),
            new OutOfMemoryError("made up"),
            new IllegalStateException("bug"));
    AtomicInteger next = new AtomicInteger();
    try (ServiceProcess process =
        working(
            "w",
            2,
            store ->
                new Doing(store)
                    .before(() -> {
                      int i = next.getAndIncrement();
                      if (i < throwables.size()) {
                        sneak(throwables.get(i));
                      }
                    })
                    .accepted())) {
      SubmissionStatus first = acceptAndAwait(process);
      assertThat(first.result().orElseThrow().verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
      assertThat(first.result().orElseThrow().message())
          .contains("attempt 1", "engine: ", "attempt 3", "OutOfMemoryError");
      SubmissionStatus second = acceptAndAwait(process);
      assertThat(second.result().orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(second.attempt()).isEqualTo(2);
      assertThat(process.counter("glovebox.attempts.failed")).isEqualTo(4);
      assertThat(history(process, second.submission().id()))
          .extracting(Attempt::outcome)
          .containsExactly(Attempt.Outcome.FAILED, Attempt.Outcome.DONE);
    }
  }

  @Test
  void whatFailsInAnOutageIsGivenBackUncountedAndNothingIsTakenUntilItsEnd() {
    var equipment = new ScriptedEquipment();
    equipment.breaks();
    CountDownLatch begun = new CountDownLatch(2);
    try (ServiceProcess front = ServiceProcess.front(database).start();
        ServiceProcess worker =
            ServiceProcess.working(
                    database,
                    "w",
                    2,
                    equipment,
                    store ->
                        new Doing(store)
                            .before(() -> {
                              begun.countDown();
                              equipment.use();
                            }))
                .start()) {
      List<SubmissionId> all =
          front.intake.acceptAll(tenant, Collections.nCopies(6, Samples.request())).stream()
              .map(one -> one.submission().id())
              .toList();
      Wait.patiently().until(() -> begun.getCount() == 0 && worker.worker.runningJobs() == 0);
      Wait.patiently().until(() -> outage().equals(Optional.of("no sandboxes")));
      assertThat(worker.worker.claimOnce()).isFalse();
      assertThat(worker.worker.reserve("judge")).isEmpty();
      assertThat(attempts("GIVEN_BACK")).isPositive();
      assertThat(attempts("FAILED")).isZero();

      equipment.mend();

      all.forEach(id -> {
        SubmissionStatus end = await(front, id);
        assertThat(end.result().orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(end.attempt()).isEqualTo(1);
      });
      Wait.patiently().until(() -> outage().isEmpty());
      assertThat(attempts("FAILED")).isZero();
      assertThat(worker.counter("glovebox.attempts.failed")).isZero();
    }
  }

  @Test
  void whatIsGivenBackInAnOutageIsDoneByAnotherWorker() {
    var broken = new ScriptedEquipment();
    broken.breaks();
    try (ServiceProcess front = ServiceProcess.front(database).start();
        ServiceProcess _ =
            ServiceProcess.working(
                    database, "ill", 2, broken, store -> new Doing(store).before(broken::use))
                .start()) {
      SubmissionId id = front.intake.accept(tenant, Samples.request()).submission().id();
      Wait.patiently().until(() -> attempts("GIVEN_BACK") == 1);
      try (ServiceProcess _ = working("well", 2, Doing::accepted)) {
        SubmissionStatus end = await(front, id);
        assertThat(end.result().orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(end.attempt()).isEqualTo(1);
        assertThat(history(front, id))
            .extracting(Attempt::outcome)
            .containsExactly(Attempt.Outcome.GIVEN_BACK, Attempt.Outcome.DONE);
        assertThat(history(front, id).getFirst().detail())
            .isEqualTo("sandbox_engine: no sandboxes");
      }
    }
  }

  @Test
  void whatFailsOnSoundEquipmentCountsAndKeepsNobodyElseWaiting() {
    var sound = new ScriptedEquipment();
    try (ServiceProcess process =
        ServiceProcess.working(
                database,
                "w",
                2,
                sound,
                store ->
                    new Doing(store)
                        .before(() -> {
                          throw new EquipmentFault("sandbox_engine", "a bad image");
                        }))
            .start()) {
      SubmissionStatus end = acceptAndAwait(process);
      assertThat(end.result().orElseThrow().verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
      assertThat(end.result().orElseThrow().message()).contains("attempt 3", "a bad image");
      assertThat(attempts("GIVEN_BACK")).isZero();
      idle(process);
    }
  }

  /** It may be what brings the outages about. */
  @Test
  void whatFindsAnOutageEachTimeIsGivenUpAtLast() {
    try (ServiceProcess process =
        ServiceProcess.working(
                database,
                "w",
                2,
                new OutageInEachAttempt(),
                store ->
                    new Doing(store)
                        .before(() -> {
                          throw new EquipmentFault("sandbox_engine", "the disk is full");
                        }))
            .start()) {
      SubmissionStatus end = acceptAndAwait(process);
      assertThat(end.result().orElseThrow().verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
      assertThat(end.result().orElseThrow().message()).contains("attempt 3", "the disk is full");
      assertThat(attempts("GIVEN_BACK")).isEqualTo(5);
      assertThat(attempts("FAILED")).isEqualTo(3);
      assertThat(process.counter("glovebox.leases.lost")).isZero();
      idle(process);
    }
  }

  private static final class OutageInEachAttempt implements Equipment {
    @Override
    public Optional<Outage> outage() {
      return Optional.empty();
    }

    @Override
    public Period begin() {
      return () -> true;
    }

    @Override
    public void onChange(Runnable heard) {}
  }

  /** Is out of order by word of command, and found so by the first that fails. */
  private static final class ScriptedEquipment implements Equipment {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean broken;
    private volatile boolean found;

    void breaks() {
      broken = true;
    }

    void mend() {
      broken = false;
      found = false;
      listeners.forEach(Runnable::run);
    }

    void use() {
      if (broken) {
        throw new EquipmentFault("sandbox_engine", "no sandboxes");
      }
    }

    @Override
    public Optional<Outage> outage() {
      return found ? Optional.of(new Outage(Instant.EPOCH, "no sandboxes")) : Optional.empty();
    }

    @Override
    public Period begin() {
      return () -> {
        if (broken && !found) {
          found = true;
          listeners.forEach(Runnable::run);
        }
        return broken;
      };
    }

    @Override
    public void onChange(Runnable heard) {
      listeners.add(heard);
    }
  }

  private static Optional<String> outage() {
    return new Workers(database.jdbc(), new WorkerOrders(database.jdbc()))
        .find("w")
        .filter(line -> line.state() == Workers.State.OUTAGE)
        .flatMap(Workers.Line::outage)
        .map(Equipment.Outage::reason);
  }

  private static int attempts(String outcome) {
    return database
        .jdbc()
        .sql("select count(*) from attempt where outcome = :outcome")
        .param("outcome", outcome)
        .query(Integer.class)
        .single();
  }

  @Test
  void aRunningSubmissionIsInterruptedWhereverItRuns() {
    CountDownLatch running = new CountDownLatch(2);
    try (ServiceProcess front = ServiceProcess.front(database).start();
        ServiceProcess worker =
            working("w", 2, store -> new Doing(store).before(running::countDown).untilStopped())) {
      idle(worker);
      Submission remote = front.intake.accept(tenant, Samples.request()).submission();
      Submission local = worker.intake.accept(tenant, Samples.request()).submission();
      Wait.patiently().until(() -> running.getCount() == 0);

      assertThat(front.intake.cancel(tenant, remote.id())).isTrue();
      assertThat(worker.intake.cancel(tenant, local.id())).isTrue();

      assertThat(await(front, remote.id()).result().orElseThrow().verdict())
          .isEqualTo(Verdict.CANCELLED);
      assertThat(await(worker, local.id()).result().orElseThrow().verdict())
          .isEqualTo(Verdict.CANCELLED);
    }
  }

  @Test
  void aWorkerThatFallsSilentIsReplacedAndItsLateResultRefused() {
    ServiceProcess silent = ServiceProcess.front(database);
    silent.start();
    Submission submission = silent.intake.accept(tenant, Samples.request()).submission();
    Lease held =
        silent.queue.claim(List.of("judge"), "silent", 1, new FairShare()).getFirst().lease();
    try (ServiceProcess other = working("other", 1, Doing::accepted)) {
      SubmissionStatus view = await(other, submission.id());
      assertThat(view.attempt()).isEqualTo(2);
      assertThatThrownBy(() -> silent.store.complete(held, Samples.result(Verdict.WRONG_ANSWER)))
          .isInstanceOf(LeaseLost.class);
      assertThat(history(other, submission.id()))
          .extracting(Attempt::outcome)
          .containsExactly(Attempt.Outcome.LOST, Attempt.Outcome.DONE);
    } finally {
      silent.close();
    }
  }

  @Test
  void aLostLeaseStopsTheHandler() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (ServiceProcess process =
        working(
            "w",
            1,
            store ->
                new Doing(store)
                    .before(running::countDown)
                    .untilStopped()
                    .afterwards(stopped::countDown))) {
      idle(process);
      Submission submission = process.intake.accept(tenant, Samples.request()).submission();
      Wait.patiently().until(() -> running.getCount() == 0);
      database
          .jdbc()
          .sql("update job set lease_epoch = lease_epoch + 1 where subject = :id")
          .param("id", submission.id().value())
          .update();

      Wait.patiently().until(() -> stopped.getCount() == 0);

      assertThat(process.counter("glovebox.leases.lost")).isEqualTo(1);
      assertThat(process.store.find(tenant, submission.id()).orElseThrow().result()).isEmpty();
    }
  }

  @Test
  void heartbeatsKeepALongRunAlive() {
    CountDownLatch go = new CountDownLatch(1);
    try (ServiceProcess process =
            working("w", 1, store -> new Doing(store).waitingFor(go).accepted());
        ServiceProcess other = working("other", 1, Doing::accepted)) {
      idle(process);
      Submission submission = process.intake.accept(tenant, Samples.request()).submission();
      String lease = "select lease_until from job where subject = '" + submission.id() + "'";
      OffsetDateTime first = database.jdbc().sql(lease).query(OffsetDateTime.class).single();
      Wait.patiently()
          .until(() ->
              database
                  .jdbc()
                  .sql(lease)
                  .query(OffsetDateTime.class)
                  .single()
                  .isAfter(first.plus(process.settings.lease())));
      go.countDown();
      assertThat(await(process, submission.id()).attempt()).isEqualTo(1);
    }
  }

  @Test
  void drainingGivesBackWhatDoesNotEndAndDoesNotCountTheAttempt() {
    CountDownLatch running = new CountDownLatch(1);
    ServiceProcess first =
        working("first", 1, store -> new Doing(store).before(running::countDown).untilStopped());
    idle(first);
    Submission submission = first.intake.accept(tenant, Samples.request()).submission();
    Wait.patiently().until(() -> running.getCount() == 0);

    first.close();

    SubmissionView view = first.store.find(tenant, submission.id()).orElseThrow();
    assertThat(view.state()).isEqualTo(SubmissionView.State.QUEUED);
    assertThat(view.attempt()).isZero();
    assertThat(first.intake.accept(tenant, Samples.request()).repeated()).isFalse();
    assertThat(first.counter("glovebox.jobs.handed.over")).isEqualTo(1);
    try (ServiceProcess second = working("second", 1, Doing::accepted)) {
      assertThat(await(second, submission.id()).attempt()).isEqualTo(1);
    }
  }

  @Test
  void drainingLetsWhatRunsEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ServiceProcess process =
        working(
            "w", 1, store -> new Doing(store).before(running::countDown).waitingFor(go).accepted());
    idle(process);
    Submission submission = process.intake.accept(tenant, Samples.request()).submission();
    running.await();
    process.worker.stopClaiming();
    Submission later = process.intake.accept(tenant, Samples.request()).submission();
    go.countDown();
    assertThat(await(process, submission.id()).state()).isEqualTo(SubmissionView.State.DONE);
    process.close();
    assertThat(process.store.find(tenant, later.id()).orElseThrow().state())
        .isEqualTo(SubmissionView.State.QUEUED);
    assertThat(database.jdbc().sql("select count(*) from worker").query(Long.class).single())
        .isZero();
  }

  @Test
  void aPoisonousJobIsGivenUpAfterThreeDeadWorkers() {
    ServiceProcess front = ServiceProcess.front(database).start();
    Submission submission = front.intake.accept(tenant, Samples.request()).submission();
    for (int life = 1; life <= 3; life++) {
      String id = "w#" + life;
      database
          .jdbc()
          .sql("insert into worker (id, name, slots, version) values (:id, 'w', 1, 'test')")
          .param("id", id)
          .update();
      front.queue.reap("w", id);
      assertThat(front.queue.claim(List.of("judge"), id, 1, new FairShare())).hasSize(1);
    }
    try (ServiceProcess last = working("w", 1, Doing::accepted)) {
      SubmissionStatus view = await(last, submission.id());
      assertThat(view.result().orElseThrow().verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
      assertThat(view.result().orElseThrow().message()).contains("w#1", "w#2", "w#3");
    } finally {
      front.close();
    }
  }

  @Test
  void nothingIsLostOrDoneTwiceWhenPostgresCrashesInTheMiddle() throws Exception {
    try (PostgreSQLContainer server = PostgresServer.ownServer();
        TestDatabase own = PostgresServer.databaseOf(server)) {
      UUID ownTenant = own.tenant();
      Map<UUID, Integer> done = new ConcurrentHashMap<>();
      CountDownLatch some = new CountDownLatch(10);
      CountDownLatch restarted = new CountDownLatch(1);
      ServiceProcess process =
          ServiceProcess.working(
                  own,
                  "w",
                  4,
                  store ->
                      new Doing(store)
                          .before(() -> {
                            some.countDown();
                            if (some.getCount() == 0) {
                              awaitLatch(restarted);
                            }
                          })
                          .accepted()
                          .completed(id -> done.merge(id, 1, Integer::sum)))
              .start();
      List<SubmissionIntake.Accepted> accepted =
          process.intake.acceptAll(ownTenant, Collections.nCopies(50, Samples.request()));
      some.await();

      // PostgreSQL answers the violent end of one session by ending all and recovering from its
      // log.
      long session = own.jdbc().sql("select pg_backend_pid()").query(Long.class).single();
      assertThat(server.execInContainer("kill", "-9", Long.toString(session)).getExitCode())
          .isZero();
      restarted.countDown();

      for (SubmissionIntake.Accepted one : accepted) {
        Wait.patiently()
            .ignoreExceptions()
            .until(() ->
                process.store.find(ownTenant, one.submission().id()).orElseThrow().state()
                    == SubmissionView.State.DONE);
      }
      Wait.patiently().until(() -> process.worker.runningJobs() == 0);
      assertThat(own.jdbc().sql("select count(*) from result").query(Long.class).single())
          .isEqualTo(50);
      assertThat(done).hasSize(50).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
      process.close();
    }
  }

  private ServiceProcess working(
      String name, int slots, Function<SubmissionStore, JobHandler> handler) {
    return ServiceProcess.working(database, name, slots, handler).start();
  }

  private ServiceProcess workingWhenTold(
      String name, int slots, Function<SubmissionStore, JobHandler> handler) {
    return ServiceProcess.workingWhenTold(database, name, slots, handler).start();
  }

  /** Its worker has looked, found nothing and listens. */
  private static void idle(ServiceProcess process) {
    Wait.patiently()
        .until(() ->
            process.meters.get("glovebox.listen.connected").gauge().value() == 1
                && process
                    .worker
                    .reserve("judge")
                    .map(slot -> {
                      slot.release();
                      return true;
                    })
                    .orElse(false));
  }

  private SubmissionStatus acceptAndAwait(ServiceProcess process) {
    return await(process, process.intake.accept(tenant, Samples.request()).submission().id());
  }

  private SubmissionStatus await(ServiceProcess process, SubmissionId id) {
    return process.store.await(tenant, id, LONG).orElseThrow();
  }

  private static List<Attempt> history(ServiceProcess process, SubmissionId id) {
    return process.queue.history(
        database
            .jdbc()
            .sql("select id from job where subject = :id")
            .param("id", id.value())
            .query(Long.class)
            .single());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable throwable) throws T {
    throw (T) throwable;
  }

  /** A handler put together from steps. */
  private static final class Doing implements JobHandler {

    private final SubmissionStore store;
    private Runnable before = () -> {};
    private Runnable after = () -> {};
    private Consumer<UUID> completed = _ -> {};
    private boolean untilStopped;

    Doing(SubmissionStore store) {
      this.store = store;
    }

    static Doing accepted(SubmissionStore store) {
      return new Doing(store);
    }

    Doing accepted() {
      return this;
    }

    Doing before(Runnable step) {
      Runnable earlier = before;
      before =
          () -> {
            earlier.run();
            step.run();
          };
      return this;
    }

    Doing waitingFor(CountDownLatch latch) {
      return before(() -> awaitLatch(latch));
    }

    Doing untilStopped() {
      untilStopped = true;
      return this;
    }

    Doing afterwards(Runnable step) {
      after = step;
      return this;
    }

    Doing completed(Consumer<UUID> step) {
      completed = step;
      return this;
    }

    @Override
    public String kind() {
      return Submission.JOB_KIND;
    }

    @Override
    public void handle(Lease lease, StopSignal stop) {
      Submission submission = store.load(new SubmissionId(lease.subject()));
      assertThat(submission.id().value()).isEqualTo(lease.subject());
      before.run();
      Verdict verdict = Verdict.ACCEPTED;
      if (untilStopped) {
        CountDownLatch interrupted = new CountDownLatch(1);
        stop.onStop(interrupted::countDown);
        awaitLatch(interrupted);
        assertThat(stop.stopped()).isTrue();
        verdict = Verdict.CANCELLED;
        after.run();
      }
      store.complete(lease, Samples.result(verdict));
      completed.accept(lease.subject());
    }

    @Override
    public void giveUp(Lease lease, String evidence) {
      store.complete(
          lease,
          new SubmissionResult(
              Verdict.INTERNAL_ERROR,
              evidence,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              "test-worker"));
    }
  }
}
