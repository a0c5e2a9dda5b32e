package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.run.RunsOf;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.operation.Operation;
import dev.glovebox.operation.Operations;
import dev.glovebox.operation.OperationsOf;
import dev.glovebox.operation.Selection;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.Rejudging.Change;
import dev.glovebox.rejudging.Rejudging.Changed;
import dev.glovebox.rejudging.Rejudging.Judging;
import dev.glovebox.rejudging.Rejudging.State;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.rejudging.RejudgingsOf;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.support.Wait;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Judging again on a real database, by a judge that says what the test wants. */
@Tag("postgres")
class RejudgingIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static TestDatabase database;

  /** What the judge says of the submissions of a language, one after the other. */
  private final ConcurrentMap<String, Iterator<Verdict>> script = new ConcurrentHashMap<>();

  private final Semaphore mayJudge = new Semaphore(1_000_000);
  private UUID tenant;
  private ServiceProcess process;
  private Rejudgings rejudgings;

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
    process = ServiceProcess.working(database, "w", 2, Judge::new).start();
    rejudgings =
        RejudgingsOf.process(
            database, process.intake, process.store, new FakeProblems(), new NoLanguages());
  }

  @AfterEach
  void stop() {
    mayJudge.release(1000);
    rejudgings.close();
    process.close();
  }

  @Test
  void appliesAllChangesAtOnceAndKeepsTheOldJudgings() {
    SubmissionId wrong = judged("a", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    SubmissionId slow = judged("b", Verdict.TIME_LIMIT, Verdict.TIME_LIMIT);
    SubmissionId right = judged("c", Verdict.ACCEPTED, Verdict.WRONG_ANSWER);

    Rejudging ready = ready(begin(request(1, Verdict.WRONG_ANSWER, Verdict.TIME_LIMIT)));

    assertThat(ready.submissions()).isEqualTo(2);
    assertThat(rejudgings.preview(ready).matrix())
        .containsExactlyInAnyOrder(
            new Change(Verdict.WRONG_ANSWER, Verdict.ACCEPTED, 1),
            new Change(Verdict.TIME_LIMIT, Verdict.TIME_LIMIT, 1));
    assertThat(rejudgings.preview(ready).changed())
        .containsExactly(new Changed(wrong, Verdict.WRONG_ANSWER, List.of(Verdict.ACCEPTED)));
    assertThat(verdict(wrong)).as("not before it is applied").isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(listed()).as("trials are in no list").containsExactlyInAnyOrder(wrong, slow, right);

    assertThat(rejudgings.apply(tenant, ready.id())).isTrue();
    assertThat(rejudgings.apply(tenant, ready.id())).as("once").isFalse();
    assertThat(rejudgings.discard(tenant, ready.id())).isFalse();

    assertThat(verdict(wrong)).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict(right)).as("was not asked for").isEqualTo(Verdict.ACCEPTED);
    assertThat(process.store.status(tenant, wrong).orElseThrow().result().orElseThrow().tests())
        .as("the tests are the trial's")
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.ACCEPTED, Verdict.SKIPPED);
    assertThat(rejudgings.judgings(tenant, wrong))
        .extracting(Judging::verdict)
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER);
    assertThat(rejudgings.judgings(tenant, wrong).get(1).replacedBy()).contains(ready.id());
    assertThat(rejudgings.preview(ready).changed())
        .as("the preview still tells what was before")
        .containsExactly(new Changed(wrong, Verdict.WRONG_ANSWER, List.of(Verdict.ACCEPTED)));
    assertThat(byVerdict(Verdict.ACCEPTED)).containsExactlyInAnyOrder(wrong, right);
    assertThat(byVerdict(Verdict.WRONG_ANSWER)).isEmpty();
  }

  @Test
  void anOperationJudgesInternalErrorsAgainAndPutsTheResultsInPlace() {
    SubmissionId ours = judged("a", Verdict.INTERNAL_ERROR, Verdict.ACCEPTED);
    SubmissionId still = judged("b", Verdict.INTERNAL_ERROR, Verdict.INTERNAL_ERROR);
    SubmissionId wrong = judged("c", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    try (Operations operations = operations()) {
      UUID id = requeue(operations, Optional.of(tenant));
      Operation ended = ended(operations, id);
      assertThat(ended.state()).isEqualTo(Operation.State.DONE);
      assertThat(ended.total()).isEqualTo(2);
      assertThat(ended.done()).isOne();
      assertThat(ended.failed()).isOne();
      assertThat(operations.remainders(id))
          .singleElement()
          .satisfies(rest -> {
            assertThat(rest.subject()).isEqualTo(still.value());
            assertThat(rest.failed()).isTrue();
          });
    }
    assertThat(verdict(ours)).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict(still)).isEqualTo(Verdict.INTERNAL_ERROR);
    assertThat(verdict(wrong)).as("was not asked for").isEqualTo(Verdict.WRONG_ANSWER);
  }

  @Test
  void anOperationThatIsStoppedLeavesNothingThatIsStillJudged() throws Exception {
    SubmissionId ours = judged("a", Verdict.INTERNAL_ERROR, Verdict.ACCEPTED);
    mayJudge.drainPermits();
    try (Operations operations = operations()) {
      UUID id = requeue(operations, Optional.of(tenant));
      Wait.patiently().until(() -> trials(tenant) == 1);

      assertThat(operations.stop(id, "somebody else")).isTrue();

      Operation ended = ended(operations, id);
      assertThat(ended.state()).isEqualTo(Operation.State.STOPPED);
      assertThat(ended.leftOut()).isOne();
      assertThat(operations.remainders(id))
          .containsExactly(
              new Operation.Remainder(ours.value(), false, "the operation was stopped"));
    }
    assertNothingGoesOn();
    assertThat(verdict(ours)).isEqualTo(Verdict.INTERNAL_ERROR);
  }

  @Test
  void anOperationThatFailsLeavesNothingThatIsStillJudged() {
    judged("a", Verdict.INTERNAL_ERROR, Verdict.ACCEPTED);
    database
        .jdbc()
        .sql("alter table rejudging add constraint broken check (state <> 'APPLIED')")
        .update();
    try (Operations operations = operations()) {
      Operation ended = ended(operations, requeue(operations, Optional.of(tenant)));

      assertThat(ended.state()).isEqualTo(Operation.State.FAILED);
      assertThat(ended.leftOut()).isOne();
    } finally {
      database.jdbc().sql("alter table rejudging drop constraint broken").update();
    }
    assertNothingGoesOn();
  }

  @Test
  void anOperationDoesNotWaitForDisabledTenants() {
    UUID other = database.tenant();
    SubmissionId ours = judged("a", Verdict.INTERNAL_ERROR, Verdict.ACCEPTED);
    SubmissionId theirs = judged(other, "b", Verdict.INTERNAL_ERROR, Verdict.ACCEPTED);
    mayJudge.drainPermits();
    try (Operations operations = operations()) {
      UUID id = requeue(operations, Optional.empty());
      Wait.patiently().until(() -> trials(tenant) == 1 && trials(other) == 1);

      disable(other);
      Wait.patiently().until(() -> !operations.remainders(id).isEmpty());
      mayJudge.release(1000);

      Operation ended = ended(operations, id);
      assertThat(ended.state()).isEqualTo(Operation.State.DONE);
      assertThat(ended.done()).isOne();
      assertThat(operations.remainders(id))
          .containsExactly(
              new Operation.Remainder(theirs.value(), false, "its tenant is disabled"));
      assertThat(operations.count(Operation.Kind.REQUEUE, everything(Optional.of(other)))).isZero();
    }
    assertThat(verdict(ours)).isEqualTo(Verdict.ACCEPTED);
    assertNothingGoesOn();
  }

  @Test
  void aDisabledTenantKeepsNobodyElseWaiting() {
    UUID other = database.tenant();
    judged(other, "a", Collections.nCopies(21, Verdict.WRONG_ANSWER).toArray(Verdict[]::new));
    judged(other, "b", Collections.nCopies(21, Verdict.WRONG_ANSWER).toArray(Verdict[]::new));
    judged("c", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    mayJudge.drainPermits();
    Rejudging theirs = rejudgings.begin(other, request(20), "{}");
    Wait.patiently().until(() -> trials(other) == 32);
    disable(other);
    Rejudging ours = begin(request(1));
    mayJudge.release(1000);

    assertThat(ready(ours).judged()).isOne();
    assertThat(trials(other)).as("submitted while it is disabled").isEqualTo(32);
    assertThat(rejudgings.find(other, theirs.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aTenantWhoseQueueIsFullKeepsNobodyElseWaiting() {
    UUID other = database.tenant();
    judged(other, "a", Collections.nCopies(10, Verdict.WRONG_ANSWER).toArray(Verdict[]::new));
    judged("b", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    mayJudge.drainPermits();
    process.intake.acceptAll(
        other, Collections.nCopies(3, Samples.request("a", Priority.NORMAL, Optional.empty())));
    database
        .jdbc()
        .sql("update tenant set max_queued = 1 where id = :tenant")
        .param("tenant", other)
        .update();
    Wait.patiently().until(() -> process.depth.full(other, 1).isPresent());
    Rejudging theirs = rejudgings.begin(other, request(1), "{}");
    begin(request(1));

    Wait.patiently().until(() -> trials(tenant) == 1);

    assertThat(trials(other)).isZero();
    mayJudge.release(1000);
    Wait.patiently()
        .until(() -> rejudgings.find(other, theirs.id()).orElseThrow().state() == State.READY);
  }

  @Test
  void discardsWithoutEffectAndCancelsWhatStillWaits() throws Exception {
    SubmissionId wrong = judged("a", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    mayJudge.drainPermits();

    Rejudging begun = begin(request(3));
    Wait.patiently()
        .until(() ->
            database
                    .jdbc()
                    .sql("select count(trial_id) from rejudging_item")
                    .query(Integer.class)
                    .single()
                == 3);
    assertThatThrownBy(() -> rejudgings.apply(tenant, begun.id()))
        .isInstanceOf(Rejudgings.NotReady.class);
    assertThat(rejudgings.find(tenant, begun.id()).orElseThrow().state()).isEqualTo(State.RUNNING);

    assertThat(rejudgings.discard(tenant, begun.id())).isTrue();

    Wait.patiently()
        .until(() ->
            database
                    .jdbc()
                    .sql("select count(*) from job where state <> 'DONE'")
                    .query(Integer.class)
                    .single()
                == 0);
    assertThat(rejudgings.find(tenant, begun.id()).orElseThrow().state())
        .isEqualTo(State.DISCARDED);
    assertThat(verdict(wrong)).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(rejudgings.judgings(tenant, wrong)).hasSize(1);
  }

  @Test
  void roundsThatDoNotAgreeAreFlaky() {
    SubmissionId flaky =
        judged("a", Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.TIME_LIMIT, Verdict.ACCEPTED);
    judged("b", Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED);

    Rejudging ready = ready(begin(request(3)));

    assertThat(ready.total()).isEqualTo(6);
    assertThat(rejudgings.preview(ready).flaky()).isEqualTo(1);
    assertThat(rejudgings.preview(ready).changed())
        .singleElement()
        .satisfies(changed -> {
          assertThat(changed.submission()).isEqualTo(flaky);
          assertThat(changed.rounds())
              .containsExactlyInAnyOrder(Verdict.ACCEPTED, Verdict.TIME_LIMIT, Verdict.ACCEPTED);
        });
  }

  @Test
  void freshSubmissionsGoFirst() throws Exception {
    for (int i = 0; i < 10; i++) {
      judged("old" + i, Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    }
    mayJudge.drainPermits();
    Rejudging begun = begin(request(1));
    Wait.patiently()
        .until(() ->
            database
                    .jdbc()
                    .sql("select count(trial_id) from rejudging_item")
                    .query(Integer.class)
                    .single()
                == 10);
    script.put("fresh", List.of(Verdict.ACCEPTED).iterator());
    SubmissionId fresh =
        process
            .intake
            .accept(tenant, Samples.request("fresh", Priority.NORMAL, Optional.empty()))
            .submission()
            .id();

    // As many may end as were begun before it came, and as many as begin next, of which it is one.
    mayJudge.release(4);

    assertThat(process.store.await(tenant, fresh, LONG).orElseThrow().state())
        .isEqualTo(SubmissionView.State.DONE);
    assertThat(rejudgings.find(tenant, begun.id()).orElseThrow().judged()).isLessThan(10);
  }

  @Test
  void othersSeeNothingOfIt() {
    judged("a", Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    Rejudging ready = ready(begin(request(1)));
    UUID other = database.tenant();
    assertThat(rejudgings.find(other, ready.id())).isEmpty();
    assertThat(rejudgings.newest(other)).isEmpty();
    assertThat(rejudgings.apply(other, ready.id())).isFalse();
    assertThat(rejudgings.discard(other, ready.id())).isFalse();
    assertThat(rejudgings.newest(tenant)).extracting(Rejudging::id).containsExactly(ready.id());
  }

  private Operations operations() {
    return OperationsOf.process(
        database,
        new PostgresBulkCancel(
            database.jdbc(), process.depth, process.broadcast, process.worker, process.watchers),
        new PostgresBulkPriority(database.jdbc(), process.queue),
        new RunsOf(
                database.jdbc(),
                new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
                database::ownConnection)
            .runs(),
        rejudgings,
        "here");
  }

  private static UUID requeue(Operations operations, Optional<UUID> whose) {
    return operations
        .begin(
            new Operations.Request(
                Operation.Kind.REQUEUE, everything(whose), Optional.empty(), "a bad disk"),
            "somebody")
        .id();
  }

  private static Selection everything(Optional<UUID> whose) {
    return Selection.submissions(
        whose.map(id -> new Selection.Whose(id, "one")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Operation ended(Operations operations, UUID id) {
    Wait.patiently().until(() -> operations.find(id).orElseThrow().finishedAt().isPresent());
    return operations.find(id).orElseThrow();
  }

  private static void disable(UUID tenant) {
    database
        .jdbc()
        .sql(
            """
            update tenant set disabled_at = now(), disabled_because = 'not paid', disabled_by = 'somebody'
            where id = :tenant
            """)
        .param("tenant", tenant)
        .update();
  }

  /** How many trials of the tenant's rejudgings were submitted. */
  private static int trials(UUID tenant) {
    return database
        .jdbc()
        .sql(
            """
            select count(i.trial_id) from rejudging_item i join rejudging j on j.id = i.rejudging_id
            where j.tenant_id = :tenant
            """)
        .param("tenant", tenant)
        .query(Integer.class)
        .single();
  }

  private static void assertNothingGoesOn() {
    Wait.patiently()
        .until(() ->
            database
                    .jdbc()
                    .sql("select count(*) from job where state <> 'DONE'")
                    .query(Integer.class)
                    .single()
                == 0);
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from rejudging where state = 'OPEN'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  private RejudgingRequest request(int rounds, Verdict... verdicts) {
    return new RejudgingRequest(
        "new tests",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(verdicts),
        Optional.empty(),
        Optional.empty(),
        rounds);
  }

  private Rejudging begin(RejudgingRequest request) {
    return rejudgings.begin(tenant, request, "{}");
  }

  private Rejudging ready(Rejudging begun) {
    Wait.patiently()
        .until(() -> rejudgings.find(tenant, begun.id()).orElseThrow().state() == State.READY);
    return rejudgings.find(tenant, begun.id()).orElseThrow();
  }

  /** A submission whose first judging said the first verdict; the next ones will say the others. */
  private SubmissionId judged(String language, Verdict... verdicts) {
    return judged(tenant, language, verdicts);
  }

  private SubmissionId judged(UUID tenant, String language, Verdict... verdicts) {
    script.put(language, List.of(verdicts).iterator());
    SubmissionId id =
        process
            .intake
            .accept(tenant, Samples.request(language, Priority.NORMAL, Optional.empty()))
            .submission()
            .id();
    assertThat(process.store.await(tenant, id, LONG).orElseThrow().state())
        .isEqualTo(SubmissionView.State.DONE);
    return id;
  }

  private Verdict verdict(SubmissionId id) {
    return process.store.status(tenant, id).orElseThrow().result().orElseThrow().verdict();
  }

  private List<SubmissionId> listed() {
    return list(Optional.empty());
  }

  private List<SubmissionId> byVerdict(Verdict verdict) {
    return list(Optional.of(verdict));
  }

  private List<SubmissionId> list(Optional<Verdict> verdict) {
    return process
        .store
        .list(
            tenant,
            new SubmissionStore.Filter(
                Optional.empty(), verdict, Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            100)
        .rows()
        .stream()
        .map(SubmissionStore.Row::id)
        .toList();
  }

  /** Says what the script says, when it may. */
  private final class Judge implements JobHandler {

    private final SubmissionStore store;

    Judge(SubmissionStore store) {
      this.store = store;
    }

    @Override
    public String kind() {
      return Submission.JOB_KIND;
    }

    @Override
    public void handle(Lease lease, StopSignal stop) {
      String language = store.load(new SubmissionId(lease.subject())).request().language();
      CountDownLatch stopped = new CountDownLatch(1);
      Thread judge = Thread.currentThread();
      stop.onStop(() -> {
        stopped.countDown();
        judge.interrupt();
      });
      try {
        mayJudge.acquire();
      } catch (InterruptedException e) {
        store.complete(lease, Samples.result(Verdict.CANCELLED));
        return;
      }
      Iterator<Verdict> verdicts = script.get(language);
      Verdict verdict;
      synchronized (verdicts) {
        verdict = verdicts.next();
      }
      store.complete(lease, Samples.result(verdict));
    }

    @Override
    public void giveUp(Lease lease, String evidence) {
      store.complete(lease, Samples.result(Verdict.INTERNAL_ERROR));
    }
  }

  private static final class NoLanguages implements Languages {
    @Override
    public List<Language> all() {
      return List.of();
    }

    @Override
    public Optional<Language> find(String name) {
      return Optional.empty();
    }

    @Override
    public Readiness readiness(Language language) {
      return new Readiness.NotReady("not here");
    }
  }
}
