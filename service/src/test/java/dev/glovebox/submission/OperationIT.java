package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.run.RunsOf;
import dev.glovebox.operation.Operation;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operation.State;
import dev.glovebox.operation.Operations;
import dev.glovebox.operation.OperationsOf;
import dev.glovebox.operation.Selection;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.rejudging.RejudgingsOf;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.SomeLanguages;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.support.Wait;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Operations over submissions on a real database and queue. */
@Tag("postgres")
class OperationIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static TestDatabase database;

  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private UUID tenant;
  private ServiceProcess process;

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
    database.jdbc().sql("delete from operation").update();
    tenant = database.tenant();
    process = ServiceProcess.working(database, "w", 2, Waiting::new).start();
    Wait.patiently()
        .until(() ->
            database.jdbc().sql("select count(*) from worker").query(Integer.class).single() == 1);
  }

  @AfterEach
  void stop() {
    go.countDown();
    process.close();
  }

  @Test
  void whatAnOperationCancelsNeverBegins() {
    List<SubmissionIntake.Accepted> accepted = accept(10_000);
    UUID other = database.tenant();
    SubmissionId untouched = process.intake.accept(other, Samples.request()).submission().id();
    Wait.patiently().until(() -> begun.get() == 2);
    try (Operations operations = operations("here", moving())) {
      assertThat(operations.count(Kind.CANCEL, mine())).isEqualTo(10_000);

      Operation ended = ended(operations, operations.begin(cancelling(), "somebody"));

      assertThat(ended.state()).isEqualTo(State.DONE);
      assertThat(ended.total()).isEqualTo(10_000);
      assertThat(ended.done()).isEqualTo(10_000);
      assertThat(operations.remainders(ended.id())).isEmpty();
      SubmissionStatus last =
          process.store.status(tenant, accepted.getLast().submission().id()).orElseThrow();
      assertThat(last.result().orElseThrow().verdict()).isEqualTo(Verdict.CANCELLED);
      go.countDown();
      assertThat(process.store.await(other, untouched, LONG).orElseThrow().state())
          .isEqualTo(SubmissionView.State.DONE);
      assertThat(begun).hasValue(3);
      Operation again = ended(operations, operations.begin(cancelling(), "somebody"));
      assertThat(again.total()).isZero();
      assertThat(again.state()).isEqualTo(State.DONE);
    }
  }

  @Test
  void itIsAboutWhatWasThereWhenItWasAskedForAndSaysWhatWasLeftOut() {
    List<SubmissionIntake.Accepted> accepted = accept(6);
    Wait.patiently().until(() -> begun.get() == 2);
    SubmissionId gone = accepted.get(2).submission().id();
    Interfering moving =
        new Interfering(_ -> {
          process.intake.cancel(tenant, gone);
          accept(3);
        });
    try (Operations operations = operations("here", moving)) {
      Operation ended = ended(operations, operations.begin(raising(), "somebody"));

      assertThat(ended.total()).isEqualTo(4);
      assertThat(ended.done()).isEqualTo(3);
      assertThat(ended.leftOut()).isOne();
      assertThat(operations.remainders(ended.id()))
          .containsExactly(
              new Operation.Remainder(gone.value(), false, "it did not wait any more"));
      assertThat(raised()).isEqualTo(3);
    }
  }

  @Test
  void itGoesOnInAnotherProcessWhereTheFirstOneFellSilent() {
    accept(12_000);
    Wait.patiently().until(() -> begun.get() == 2);
    CountDownLatch inTheMiddle = new CountDownLatch(1);
    Interfering stuck =
        new Interfering(step -> {
          if (step == 2) {
            inTheMiddle.countDown();
            throw new IllegalStateException("the process ends here");
          }
        });
    UUID id;
    try (Operations first = operations("first", stuck)) {
      stuck.before(2, first::close);
      id = first.begin(raising(), "somebody").id();
      Wait.patiently().until(() -> inTheMiddle.getCount() == 0);
    }
    try (Operations second = operations("second", moving())) {
      Operation left = second.find(id).orElseThrow();
      assertThat(left.state()).isEqualTo(State.RUNNING);
      assertThat(left.done()).isEqualTo(5_000);
      OperationsOf.start(second);

      Operation ended = ended(second, left);

      assertThat(ended.state()).isEqualTo(State.DONE);
      assertThat(ended.total()).isGreaterThanOrEqualTo(11_998);
      assertThat(ended.done()).isEqualTo(ended.total());
      assertThat(raised()).isGreaterThanOrEqualTo(11_998);
    }
  }

  @Test
  void itEndsBetweenTwoStepsWhenItIsStoppedAndSaysHowFarItCame() {
    accept(6_002);
    Wait.patiently().until(() -> begun.get() == 2);
    Interfering moving = new Interfering(_ -> {});
    try (Operations operations = operations("here", moving)) {
      moving.before(1, () -> operations.stop(newest(operations), "somebody else"));

      Operation ended = ended(operations, operations.begin(raising(), "somebody"));

      assertThat(ended.state()).isEqualTo(State.STOPPED);
      assertThat(ended.stopBy()).contains("somebody else");
      assertThat(ended.done()).isEqualTo(5_000);
      assertThat(ended.leftOut()).isEqualTo(ended.total() - 5_000);
      assertThat(raised()).isEqualTo(5_000);
      assertThat(operations.stop(ended.id(), "a third")).isFalse();
    }
  }

  @Test
  void aFaultOfTheServiceEndsItWithWhatWasDone() {
    accept(6_002);
    Wait.patiently().until(() -> begun.get() == 2);
    Interfering broken =
        new Interfering(step -> {
          if (step == 2) {
            throw new IllegalStateException("broken");
          }
        });
    try (Operations operations = operations("here", broken)) {
      Operation ended = ended(operations, operations.begin(raising(), "somebody"));

      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.message()).contains("a fault of the service");
      assertThat(ended.done()).isEqualTo(5_000);
      assertThat(ended.leftOut()).isEqualTo(ended.total() - 5_000);
    }
  }

  @Test
  void aStepIsDoneAgainWhenTheConnectionBreaks() {
    accept(6_002);
    Wait.patiently().until(() -> begun.get() == 2);
    Interfering moving =
        new Interfering(step -> {
          if (step == 2) {
            breakConnection();
          }
        });
    try (Operations operations = operations("here", moving)) {
      Operation ended = ended(operations, operations.begin(raising(), "somebody"));

      assertThat(ended.state()).isEqualTo(State.DONE);
      assertThat(ended.done()).isEqualTo(ended.total());
      assertThat(raised()).isEqualTo(ended.total());
    }
  }

  @Test
  void itIsTakenUpAgainWhenTheDatabaseWasAwayForLonger() {
    accept(6_002);
    Wait.patiently().until(() -> begun.get() == 2);
    Interfering moving =
        new Interfering(step -> {
          if (step > 1 && step < 10) {
            breakConnection();
          }
        });
    try (Operations operations = operations("here", moving)) {
      OperationsOf.start(operations);
      Operation ended = ended(operations, operations.begin(raising(), "somebody"));

      assertThat(ended.state()).isEqualTo(State.DONE);
      assertThat(ended.done()).isEqualTo(ended.total());
      assertThat(raised()).isEqualTo(ended.total());
    }
  }

  @Test
  void aFilterThatContradictsTheKindSelectsNothing() {
    accept(4);
    Wait.patiently().until(() -> begun.get() == 2);
    try (Operations operations = operations("here", moving())) {
      Selection judged =
          Selection.submissions(
              mine().tenant(),
              Optional.empty(),
              Optional.of(Verdict.WRONG_ANSWER),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(operations.count(Kind.CANCEL, mine())).isEqualTo(4);
      assertThat(operations.count(Kind.PRIORITY, mine())).isEqualTo(2);
      assertThat(operations.count(Kind.CANCEL, judged)).isZero();
      assertThat(operations.count(Kind.PRIORITY, judged)).isZero();
      assertThat(operations.count(Kind.REQUEUE, judged)).isZero();
      assertThat(operations.count(Kind.RETRY, judged)).isZero();
    }
  }

  private List<SubmissionIntake.Accepted> accept(int count) {
    return process.intake.acceptAll(tenant, Collections.nCopies(count, Samples.request()));
  }

  private Operations operations(String owner, BulkPriority moving) {
    return OperationsOf.process(
        database,
        new PostgresBulkCancel(
            database.jdbc(), process.depth, process.broadcast, process.worker, process.watchers),
        moving,
        new RunsOf(database.jdbc(), transaction(), database::ownConnection).runs(),
        RejudgingsOf.idle(
            database.jdbc(),
            transaction(),
            process.intake,
            process.store,
            new FakeProblems(),
            new SomeLanguages()),
        owner);
  }

  private static TransactionTemplate transaction() {
    return new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
  }

  private BulkPriority moving() {
    return new PostgresBulkPriority(database.jdbc(), process.queue);
  }

  private Selection mine() {
    return Selection.submissions(
        Optional.of(new Selection.Whose(tenant, "mine")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Operations.Request cancelling() {
    return new Operations.Request(Kind.CANCEL, mine(), Optional.empty(), "a flood");
  }

  private Operations.Request raising() {
    return new Operations.Request(Kind.PRIORITY, mine(), Optional.of(Priority.HIGH), "in a hurry");
  }

  /** The server ends the connection on which it is asked to, as it does when it is stopped. */
  private static void breakConnection() {
    database.jdbc().sql("select pg_terminate_backend(pg_backend_pid())").query().singleValue();
  }

  private static UUID newest(Operations operations) {
    return operations.newest().getFirst().id();
  }

  private static Operation ended(Operations operations, Operation begun) {
    Wait.patiently()
        .until(() -> operations.find(begun.id()).orElseThrow().finishedAt().isPresent());
    return operations.find(begun.id()).orElseThrow();
  }

  /** How many wait in the band above. */
  private int raised() {
    return database
        .jdbc()
        .sql(
            """
            select count(*) from job where tenant_id = :tenant and state = 'QUEUED'
              and extract(epoch from enqueued_at - order_at)::float8 = :head_start
            """)
        .param("tenant", tenant)
        .param("head_start", process.queue.headStartSeconds(Priority.HIGH.weight()))
        .query(Integer.class)
        .single();
  }

  /** Moves for good, after something has come between. */
  private final class Interfering implements BulkPriority {

    private final Consumer<Integer> between;
    private int step;
    private int early;
    private Runnable first = () -> {};

    Interfering(Consumer<Integer> between) {
      this.between = between;
    }

    /** Something that happens even before, in a step. */
    void before(int which, Runnable what) {
      early = which;
      first = what;
    }

    @Override
    public int move(BulkCancel.Filter filter, Priority to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<UUID> move(Collection<UUID> submissions, Priority to) {
      step++;
      if (step == early) {
        first.run();
      }
      between.accept(step);
      return moving().move(submissions, to);
    }
  }

  private final class Waiting implements JobHandler {

    private final SubmissionStore store;

    Waiting(SubmissionStore store) {
      this.store = store;
    }

    @Override
    public String kind() {
      return Submission.JOB_KIND;
    }

    @Override
    public void handle(Lease lease, StopSignal stop) {
      begun.incrementAndGet();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      store.complete(lease, Samples.result(Verdict.ACCEPTED));
    }

    @Override
    public void giveUp(Lease lease, String evidence) {
      store.complete(lease, Samples.result(Verdict.ACCEPTED));
    }
  }
}
