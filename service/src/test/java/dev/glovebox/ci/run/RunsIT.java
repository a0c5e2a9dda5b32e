package dev.glovebox.ci.run;

import static dev.glovebox.ci.run.Plans.job;
import static dev.glovebox.ci.run.Plans.run;
import static dev.glovebox.support.Wait.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.execute.AttemptRecord;
import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.execute.Cancellation;
import dev.glovebox.ci.execute.FailureClass;
import dev.glovebox.ci.execute.JobExecutor;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.RunPlan.Concurrency;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.FairShare;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.support.Wait;
import dev.glovebox.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs with the real database, queue and worker; the executor is a fake that does as told. */
@Tag("postgres")
class RunsIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  private static TestDatabase database;
  private static RunsOf parts;
  private static Runs runs;
  private static Worker worker;
  private static final FakeExecutor EXECUTOR = new FakeExecutor();

  private UUID tenant;

  /** Does what the test told for the job's name; succeeds otherwise. */
  private static final class FakeExecutor implements JobExecutor {

    private interface Behaviour {
      Outcome run(AttemptOrder order, AttemptRecord record, Cancellation cancellation)
          throws InterruptedException;
    }

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

    @Override
    public Outcome execute(AttemptOrder order, AttemptRecord record, Cancellation cancellation) {
      record.started(Phase.PREPARE, "");
      record.ended(Phase.PREPARE, "", 0);
      record.started(Phase.STEP, "script");
      try {
        return behaviours
            .getOrDefault(order.job().name(), (_, _, _) -> new Outcome.Success())
            .run(order, record, cancellation);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } finally {
        record.ended(Phase.STEP, "script", 0);
      }
    }
  }

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
    parts = RunsOf.database(database);
    runs = parts.runs();
    worker = parts.worker("w", 4, EXECUTOR);
    worker.start();
  }

  @AfterAll
  static void close() {
    worker.drain();
    database.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = database.tenant();
  }

  @AfterEach
  void forget() {
    EXECUTOR.behaviours.clear();
  }

  private RunView ended(NewRun asked) throws InterruptedException {
    return runs.await(tenant, runs.create(tenant, asked).run().id(), LONG).orElseThrow();
  }

  private JobView jobOf(UUID run, String name) {
    return runs.jobs(run).stream().filter(j -> j.name().equals(name)).findAny().orElseThrow();
  }

  private void awaitState(UUID run, String name, JobState state) {
    patiently().alias(name + " is " + state).until(() -> jobOf(run, name).state() == state);
  }

  private static Outcome failure(FailureClass failureClass, String reason, boolean retryable) {
    return new Outcome.Failure(
        failureClass, reason, "It failed.", Optional.of(3), Optional.empty(), retryable);
  }

  private static Outcome failed() {
    return failure(FailureClass.SCRIPT, "script_failure", false);
  }

  private static void fails(String name) {
    EXECUTOR.behaviours.put(name, (_, _, _) -> failed());
  }

  @Test
  void aJobIsToldOfItsRunBelowWhatTheFileSays() throws Exception {
    var told = new ConcurrentHashMap<String, String>();
    EXECUTOR.behaviours.put(
        "told",
        (order, _, _) -> {
          order.variables().forEach(variable -> told.put(variable.key(), variable.value()));
          return new Outcome.Success();
        });
    RunView end = ended(run(job("told", "build")));
    assertThat(told)
        .containsEntry("CI_COMMIT_REF_NAME", "main")
        .containsEntry("CI_PIPELINE_ID", end.id().toString())
        .containsEntry("CI_PIPELINE_IID", "1")
        .containsEntry("CI_JOB_ID", jobOf(end.id(), "told").id().toString())
        .containsEntry("CI_JOB_NAME", "told")
        .containsEntry("CI_JOB_STAGE", "build")
        .containsEntry("CI_RUNNER_DESCRIPTION", "w")
        .containsEntry("CI_PROJECT_DIR", jobOf(end.id(), "told").plan().workspace().path());
  }

  @Test
  void stagesComeOneAfterTheOtherAndThePlanSurvivesTheDatabase() throws Exception {
    JobPlan built = job("build", "build");
    RunView end =
        ended(
            run(
                built,
                job("a", "test"),
                job("b", "test"),
                job("c", "deploy", When.ON_SUCCESS, "a")));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    List<JobView> jobs = runs.jobs(end.id());
    assertThat(jobs).extracting(JobView::state).containsOnly(JobState.SUCCESS);
    assertThat(jobs.getFirst().plan()).isEqualTo(built);
    assertThat(jobs.get(1).startedAt().orElseThrow())
        .isAfterOrEqualTo(jobs.getFirst().finishedAt().orElseThrow());
    assertThat(runs.attempts(jobs.getFirst().id()).getFirst().steps())
        .extracting(JobView.StepView::phase)
        .containsExactly("prepare", "step");
  }

  @Test
  void aFailureSkipsWhatComesAfterAndStartsWhatIsForFailures() throws Exception {
    fails("bad");
    RunView end =
        ended(
            run(
                job("bad", "build"),
                job("after", "test"),
                job("always", "test", When.ALWAYS),
                job("rescue", "deploy", When.ON_FAILURE)));
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(jobOf(end.id(), "after").state()).isEqualTo(JobState.SKIPPED);
    assertThat(jobOf(end.id(), "always").state()).isEqualTo(JobState.SUCCESS);
    assertThat(jobOf(end.id(), "rescue").state()).isEqualTo(JobState.SUCCESS);
    assertThat(jobOf(end.id(), "bad").failure().orElseThrow().exitCode()).contains(3);
  }

  @Test
  void aFailureThatIsAllowedOnlyWarns() throws Exception {
    fails("bad");
    JobPlan bad = job("bad", "build", When.ON_SUCCESS, true, 0, 1000, Optional.empty(), List.of());
    RunView end = ended(run(bad, job("after", "test")));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(end.warnings()).isTrue();
    assertThat(jobOf(end.id(), "after").state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void aFailedJobIsRetriedAsItsPlanAsksAndEveryAttemptStays() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    EXECUTOR.behaviours.put(
        "flaky", (_, _, _) -> tries.incrementAndGet() < 2 ? failed() : new Outcome.Success());
    JobPlan flaky =
        job("flaky", "build", When.ON_SUCCESS, false, 2, 1000, Optional.empty(), List.of());
    RunView end = ended(run(flaky));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(runs.attempts(jobOf(end.id(), "flaky").id()))
        .extracting(JobView.AttemptView::cause, JobView.AttemptView::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", JobState.FAILED),
            org.assertj.core.groups.Tuple.tuple("retry", JobState.SUCCESS));
  }

  @Test
  void ourOwnFailureIsTriedAgainWithoutBeingAskedFor() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    EXECUTOR.behaviours.put(
        "job",
        (_, _, _) ->
            tries.incrementAndGet() < 2
                ? failure(FailureClass.INFRA, "workspace_error", true)
                : new Outcome.Success());
    RunView end = ended(run(job("job", "build")));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(runs.attempts(jobOf(end.id(), "job").id()))
        .extracting(JobView.AttemptView::cause)
        .containsExactly("first", "infra");
  }

  @Test
  void whatAnOutageEndsIsMadeAgainAndCountsForNothing() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    RunView end =
        disturbed(() ->
            tries.incrementAndGet() <= 4
                ? failure(FailureClass.INFRA, "container_runtime_error", true)
                : new Outcome.Success());
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    List<JobView.AttemptView> attempts = runs.attempts(jobOf(end.id(), "job").id());
    assertThat(attempts)
        .extracting(JobView.AttemptView::cause)
        .containsExactly("first", "outage", "outage", "outage", "outage");
    assertThat(attempts.getFirst().failure().orElseThrow().reason()).isEqualTo("engine_outage");
  }

  /** The job may be what brings them about: from the sixth on they count as our own failures. */
  @Test
  void aJobThatAnOutageEndsEachTimeFailsAtLast() throws Exception {
    RunView end = disturbed(() -> failure(FailureClass.INFRA, "container_runtime_error", true));
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(runs.attempts(jobOf(end.id(), "job").id()))
        .extracting(JobView.AttemptView::cause)
        .containsExactly(
            "first", "outage", "outage", "outage", "outage", "outage", "infra", "infra");
  }

  @Test
  void whatWasNotTheEnginesIsNoOutage() throws Exception {
    RunView end = disturbed(() -> failure(FailureClass.INFRA, "artifact_upload_failed", false));
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    RunView again = disturbed(() -> failure(FailureClass.INFRA, "artifact_upload_failed", true));
    assertThat(runs.attempts(jobOf(again.id(), "job").id()))
        .extracting(JobView.AttemptView::cause)
        .containsExactly("first", "infra", "infra");
  }

  /** The end of a run whose job finds an outage in each attempt and waits for nothing. */
  private RunView disturbed(Supplier<Outcome> came) throws Exception {
    worker.drain();
    EXECUTOR.behaviours.put("job", (_, _, _) -> came.get());
    Worker disturbed = parts.worker("disturbed", 1, EXECUTOR, new AlwaysDisturbed());
    disturbed.start();
    try {
      UUID run = runs.create(tenant, run(job("job", "build"))).run().id();
      Wait.patiently()
          .until(() -> {
            database
                .jdbc()
                .sql("update job set order_at = now() where state = 'QUEUED' and order_at > now()")
                .update();
            RunState state = runs.await(tenant, run, Duration.ofMillis(50)).orElseThrow().state();
            return state == RunState.SUCCESS || state == RunState.FAILED;
          });
      return runs.await(tenant, run, LONG).orElseThrow();
    } finally {
      disturbed.drain();
      worker = parts.worker("w", 4, EXECUTOR);
      worker.start();
    }
  }

  @Test
  void aScriptThatFailsInAnOutageHasFailed() throws Exception {
    worker.drain();
    EXECUTOR.behaviours.put("job", (_, _, _) -> failed());
    Worker disturbed = parts.worker("disturbed", 1, EXECUTOR, new AlwaysDisturbed());
    disturbed.start();
    try {
      RunView end = ended(run(job("job", "build")));
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(runs.attempts(jobOf(end.id(), "job").id())).hasSize(1);
    } finally {
      disturbed.drain();
      worker = parts.worker("w", 4, EXECUTOR);
      worker.start();
    }
  }

  /** An outage comes and goes in every attempt. */
  private static final class AlwaysDisturbed implements Equipment {
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

  @Test
  void aJobOfAWorkerThatFellSilentGetsANewAttempt() throws Exception {
    worker.drain();
    try {
      UUID second = runs.create(tenant, run(job("lost", "build"))).run().id();
      var claimed =
          parts.queue().claim(List.of("ci"), "silent", 1, new FairShare()).getFirst().lease();
      database
          .jdbc()
          .sql("update ci_attempt set state = 'running', started_at = now() where id = :id")
          .param("id", claimed.subject())
          .update();
      Worker other = parts.worker("other", 1, EXECUTOR);
      other.start();
      try {
        assertThat(runs.await(tenant, second, LONG).orElseThrow().state())
            .isEqualTo(RunState.SUCCESS);
      } finally {
        other.drain();
      }
      List<JobView.AttemptView> attempts = runs.attempts(jobOf(second, "lost").id());
      assertThat(attempts.getFirst().failure().orElseThrow().reason()).isEqualTo("worker_lost");
      assertThat(attempts.get(1).cause()).isEqualTo("infra");
    } finally {
      worker = parts.worker("w2", 4, EXECUTOR);
      worker.start();
    }
  }

  @Test
  void aRunningJobIsCanceledOnlyWhenItsWorkerSaysSo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    EXECUTOR.behaviours.put(
        "long",
        (_, _, cancellation) -> {
          cancellation.onRise(asked::countDown);
          asked.await();
          gone.await();
          return new Outcome.Canceled();
        });
    UUID run = runs.create(tenant, run(job("long", "build"), job("next", "test"))).run().id();
    awaitState(run, "long", JobState.RUNNING);
    assertThat(runs.cancelRun(tenant, run, "user", CancelMode.GRACEFUL)).isTrue();
    asked.await();
    assertThat(jobOf(run, "long").state()).isEqualTo(JobState.CANCELING);
    assertThat(jobOf(run, "next").state()).isEqualTo(JobState.SKIPPED);
    assertThat(jobOf(run, "next").cancelReason()).contains("upstream_canceled");
    assertThat(runs.find(tenant, run).orElseThrow().state()).isEqualTo(RunState.RUNNING);
    gone.countDown();
    assertThat(runs.await(tenant, run, LONG).orElseThrow().state()).isEqualTo(RunState.CANCELED);
    assertThat(jobOf(run, "long").cancelReason()).contains("user");
    assertThat(runs.cancelRun(tenant, run, "user", CancelMode.GRACEFUL)).isFalse();
  }

  @Test
  void aSecondCancelIsByForce() throws Exception {
    CountDownLatch forced = new CountDownLatch(1);
    EXECUTOR.behaviours.put(
        "long",
        (_, _, cancellation) -> {
          cancellation.onRise(() -> {
            if (cancellation.mode() == Cancellation.Mode.FORCE) {
              forced.countDown();
            }
          });
          forced.await();
          return new Outcome.Canceled();
        });
    UUID run = runs.create(tenant, run(job("long", "build"))).run().id();
    awaitState(run, "long", JobState.RUNNING);
    UUID id = jobOf(run, "long").id();
    runs.cancelJob(tenant, id, "user", CancelMode.GRACEFUL);
    assertThat(forced.getCount()).isOne();
    runs.cancelJob(tenant, id, "user", CancelMode.GRACEFUL);
    assertThat(runs.await(tenant, run, LONG).orElseThrow().state()).isEqualTo(RunState.CANCELED);
  }

  @Test
  void aManualJobWaitsForWhoPlaysItAndARetryGoesOnFromThere() throws Exception {
    UUID run =
        runs.create(tenant, run(job("ask", "build", When.MANUAL), job("then", "test"))).run().id();
    awaitState(run, "ask", JobState.MANUAL);
    assertThat(runs.find(tenant, run).orElseThrow().state()).isEqualTo(RunState.BLOCKED);
    assertThatThrownBy(() -> runs.play(tenant, jobOf(run, "then").id()))
        .isInstanceOf(RunRefused.class);
    fails("ask");
    runs.play(tenant, jobOf(run, "ask").id());
    assertThat(runs.await(tenant, run, LONG).orElseThrow().state()).isEqualTo(RunState.FAILED);
    assertThat(jobOf(run, "then").state()).isEqualTo(JobState.SKIPPED);
    EXECUTOR.behaviours.clear();
    assertThat(runs.retryFailed(tenant, run)).isOne();
    assertThat(runs.await(tenant, run, LONG).orElseThrow().state()).isEqualTo(RunState.SUCCESS);
    assertThat(jobOf(run, "then").state()).isEqualTo(JobState.SUCCESS);
    assertThat(jobOf(run, "ask").attempts()).isEqualTo(2);
  }

  @Test
  void aDelayedJobStartsWhenItsTimeHasCome() throws Exception {
    UUID run = runs.create(tenant, run(job("later", "build", When.DELAYED))).run().id();
    patiently()
        .until(() -> {
          parts.care().round();
          return runs.find(tenant, run).orElseThrow().state() == RunState.SUCCESS;
        });
  }

  @Test
  void jobsOfAResourceGroupRunOneAtATime() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    JobPlan[] jobs = new JobPlan[4];
    for (int i = 0; i < jobs.length; i++) {
      jobs[i] =
          job("r" + i, "build", When.ON_SUCCESS, false, 0, 1000, Optional.of("db"), List.of());
      EXECUTOR.behaviours.put(
          "r" + i,
          (_, _, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return new Outcome.Success();
          });
    }
    assertThat(ended(run(jobs)).state()).isEqualTo(RunState.SUCCESS);
    assertThat(most.get()).isOne();
  }

  @Test
  void aConcurrencyGroupHoldsBackRefusesOrEnds() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    EXECUTOR.behaviours.put(
        "hold",
        (_, _, cancellation) -> {
          cancellation.onRise(go::countDown);
          go.await();
          return cancellation.mode() == Cancellation.Mode.NONE
              ? new Outcome.Success()
              : new Outcome.Canceled();
        });
    UUID first = runs.create(tenant, grouped(Concurrency.Mode.QUEUE)).run().id();
    awaitState(first, "hold", JobState.RUNNING);
    RunView second = runs.create(tenant, grouped(Concurrency.Mode.QUEUE)).run();
    assertThat(second.state()).isEqualTo(RunState.WAITING);
    assertThatThrownBy(() -> runs.create(tenant, grouped(Concurrency.Mode.REJECT_NEW)))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(RunRefused.Reason.GROUP_FULL));
    UUID third = runs.create(tenant, grouped(Concurrency.Mode.CANCEL_OLDER)).run().id();
    assertThat(runs.await(tenant, first, LONG).orElseThrow().state()).isEqualTo(RunState.CANCELED);
    assertThat(runs.find(tenant, second.id()).orElseThrow().cancelReason()).contains("newer_run");
    assertThat(runs.await(tenant, third, LONG).orElseThrow().state()).isEqualTo(RunState.SUCCESS);
  }

  private static NewRun grouped(Concurrency.Mode mode) {
    return run(
        Optional.of(new Concurrency("main", 1, mode)), Optional.empty(), job("hold", "build"));
  }

  @Test
  void theSameKeyGivesTheSameRunAndAnotherRequestUnderItIsRefused() {
    NewRun asked = run(Optional.empty(), Optional.of("key"), job("a", "build"));
    Runs.Created first = runs.create(tenant, asked);
    Runs.Created second = runs.create(tenant, asked);
    assertThat(second.run().id()).isEqualTo(first.run().id());
    assertThat(second.repeated()).isTrue();
    assertThatThrownBy(
            () -> runs.create(tenant, run(Optional.empty(), Optional.of("key"), job("b", "build"))))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(RunRefused.Reason.KEY_REUSED));
    assertThat(runs.find(database.tenant(), first.run().id())).isEmpty();
  }

  @Test
  void theLogIsMaskedCutToItsLimitAndKeepsItsTail() throws Exception {
    EXECUTOR.behaviours.put(
        "talk",
        (_, record, _) -> {
          write(record, "the pass");
          write(record, "word is hunter");
          write(record, "42 indeed\n");
          for (int i = 0; i < 2_000; i++) {
            write(record, "line %d\n".formatted(i));
          }
          return new Outcome.Success();
        });
    JobPlan talk =
        job(
            "talk",
            "build",
            When.ON_SUCCESS,
            false,
            0,
            4_000,
            Optional.empty(),
            List.of(new Variable("P", "hunter42", true, false, false)));
    RunView end = ended(run(talk));
    String log = log(jobOf(end.id(), "talk").attempt().orElseThrow());
    assertThat(log)
        .contains("the password is [MASKED] indeed")
        .doesNotContain("hunter")
        .contains("Job's log exceeded limit of 4000 bytes.")
        .contains("line 1999")
        .contains("section_start:")
        .endsWith("Job succeeded\n");
  }

  private static void write(AttemptRecord record, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    record.output(Origin.OUT, bytes, 0, bytes.length);
  }

  private static String log(UUID attempt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogReader logs = parts.logs();
    List<LogReader.Piece> pieces = logs.read(attempt, 0);
    while (!pieces.isEmpty()) {
      for (LogReader.Piece piece : pieces) {
        assertThat(piece.start()).isEqualTo(out.size());
        out.writeBytes(piece.bytes());
      }
      pieces = logs.read(attempt, out.size());
    }
    assertThat(logs.state(attempt).bytes()).isEqualTo(out.size());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyByteOfHalfAMillionLinesIsKeptAndCanBeReadFromAnyPlace() throws Exception {
    int lines = 500_000;
    EXECUTOR.behaviours.put(
        "flood",
        (_, record, _) -> {
          StringBuilder some = new StringBuilder();
          for (int i = 0; i < lines; i++) {
            some.append("line ").append(i).append('\n');
            if (i % 100 == 99) {
              write(record, some.toString());
              some.setLength(0);
            }
          }
          return new Outcome.Success();
        });
    JobPlan flood =
        job("flood", "build", When.ON_SUCCESS, false, 0, 64 << 20, Optional.empty(), List.of());
    RunView end = ended(run(flood));
    UUID attempt = jobOf(end.id(), "flood").attempt().orElseThrow();
    String log = log(attempt);
    assertThat(log.lines().filter(line -> line.startsWith("line ")).count()).isEqualTo(lines);
    for (int offset : new int[] {1, 65_535, 65_536, 65_537, log.length() - 1}) {
      String piece =
          new String(parts.logs().read(attempt, offset).getFirst().bytes(), StandardCharsets.UTF_8);
      assertThat(log.startsWith(piece, offset)).isTrue();
    }
    assertThat(parts.logs().read(attempt, log.length())).isEmpty();
  }
}
