package dev.glovebox.judge;

import dev.glovebox.language.Languages;
import dev.glovebox.live.LivePeer;
import dev.glovebox.live.LiveRuns;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Validator;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.RunExtras;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TrialShare;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges submissions for the worker: takes a sandbox, has the submission judged in it, records the
 * result under the lease. Our own faults leave as {@link InfrastructureFault}, never as a verdict.
 */
public final class JudgeHandler implements JobHandler {

  /** The kind of job this handler is for. */
  public static final String KIND = "judge";

  private static final Logger log = LoggerFactory.getLogger(JudgeHandler.class);

  /** A compiler is first tried in whatever a waiting sandbox has. */
  private static final ContainerLimits ANY = new ContainerLimits(16L << 20, 2);

  /**
   * Who the judge works with.
   *
   * @param submissions where requests come from and results go
   * @param languages the catalogue
   * @param pool the sandboxes
   * @param tenants what tenants allow
   * @param cache compiled programs, where they are kept
   * @param load how busy the machine is
   * @param problems what is known of problems
   * @param live who waits here to talk with programs
   */
  record Collaborators(
      SubmissionStore submissions,
      Languages languages,
      SandboxPool pool,
      TenantPolicies tenants,
      Optional<CompileCache> cache,
      HostLoad load,
      JudgeMetrics metrics,
      ProblemSide problems,
      LiveRuns live) {}

  private final Collaborators with;
  private final JudgeProperties properties;
  private final Assignments assignments;
  private final JuryWorkshop workshop;
  private final JuryPrograms juryPrograms;

  JudgeHandler(Collaborators with, JudgeProperties properties) {
    this.with = with;
    this.properties = properties;
    this.assignments = new Assignments(with.languages(), with.problems(), properties, with.load());
    this.workshop = new JuryWorkshop(assignments, with.problems().data(), properties, with.load());
    this.juryPrograms = new JuryPrograms(with.cache());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void handle(Lease lease, StopSignal stop) {
    Submission submission = with.submissions().load(new SubmissionId(lease.subject()));
    if (stop.stopped()) {
      complete(lease, submission, cancelledBeforeStart(lease, submission));
      return;
    }
    Optional<ProblemVersion> problem =
        submission.request().problem().map(ref -> assignments.version(submission, ref));
    StopSignal shared = new SharedStop(stop);
    try (JuryPanel panel = panel(submission, problem, shared)) {
      if (submission.request().language().equals(SubmissionRequest.TRIALS)) {
        tryJury(lease, submission, problem.orElseThrow(), panel, shared);
      } else if (problem.filter(p -> p.definition().submitAnswer()).isPresent()) {
        judgeAnswers(lease, submission, problem.get(), panel, shared);
      } else {
        judge(assignments.of(lease, submission, problem), panel, shared);
      }
    }
  }

  private void judge(Assignment assignment, JuryPanel panel, StopSignal stop) {
    Optional<LivePeer> peer = peer(assignment.request());
    long before = System.nanoTime();
    try (HeldSandbox held = new HeldSandbox(() -> acquire(assignment.program()), stop)) {
      with.metrics()
          .ran("acquire", assignment.program(), Duration.ofNanos(System.nanoTime() - before));
      judge(assignment, held, panel, peer);
    } catch (SandboxException e) {
      if (!stop.stopped()) {
        throw SandboxFaults.ofProgram(e);
      }
      Submission submission = assignment.submission();
      complete(
          assignment.lease(), submission, cancelledBeforeStart(assignment.lease(), submission));
    }
  }

  private JuryPanel panel(
      Submission submission, Optional<ProblemVersion> problem, StopSignal stop) {
    return new JuryPanel(
        problem.map(p -> CheckerScores.of(p.definition())).orElse(CheckerScores.NONE),
        (jury, what) -> {
          Program program =
              workshop.program(
                  jury,
                  problem.orElseThrow().definition().limits(),
                  submission.tenant(),
                  submission.request().tier());
          return new JurySeat(
              "%s %s".formatted(what, jury.name()),
              program,
              juryPrograms,
              () -> acquire(program),
              stop,
              with.metrics());
        });
  }

  private void tryJury(
      Lease lease,
      Submission submission,
      ProblemVersion problem,
      JuryPanel panel,
      StopSignal stop) {
    boolean passes = problem.definition().limits().passes() > 1;
    Adjudicator adjudicator =
        switch (problem.definition().checking()) {
          case Checking.Compared(Comparison comparison) -> new Adjudicator.ByComparison(comparison);
          case Checking.Checked(List<Validator> checkers) ->
              new Adjudicator.ByCheckers(panel, checkers, passes);
          case Checking.Interactive(_, Optional<Validator> checker) ->
              new Adjudicator.ByCheckers(panel, checker.stream().toList(), passes);
        };
    TrialTests tests =
        new TrialTests(
            problem.definition(),
            TrialShare.read(submission.request().arguments(), problem.definition().trials()),
            with.problems().data(),
            adjudicator,
            panel,
            now -> with.submissions().progressed(submission.id(), now));
    SubmissionResult result =
        new AnswerJudging(tests, Bench.withoutProgram(stop), lease.owner()).judge();
    complete(lease, submission, result);
  }

  private void judgeAnswers(
      Lease lease,
      Submission submission,
      ProblemVersion problem,
      JuryPanel panel,
      StopSignal stop) {
    Adjudicator adjudicator =
        switch (problem.definition().checking()) {
          case Checking.Compared(Comparison comparison) -> new Adjudicator.ByComparison(comparison);
          case Checking.Checked(List<Validator> checkers) ->
              new Adjudicator.ByCheckers(panel, checkers, false);
          case Checking.Interactive _ ->
              throw new InfrastructureFault(
                  "not_supported", "outputs can't be submitted to an interactive problem");
        };
    TestRunner runner =
        new AnswerTests(
            with.problems().data(),
            adjudicator,
            submission.request().sources(),
            submission.request().testCount() == 1);
    ProblemTests tests =
        new ProblemTests(
            problem.definition(),
            all(submission.request()),
            runner,
            panel,
            now -> with.submissions().progressed(submission.id(), now));
    AnswerJudging judging = new AnswerJudging(tests, Bench.withoutProgram(stop), lease.owner());
    SubmissionResult result;
    try {
      result = judging.judge();
    } catch (JuryFault e) {
      result = judging.failedByJury(e);
      quarantine(submission, problem, e);
    }
    complete(lease, submission, result);
  }

  private static boolean all(SubmissionRequest request) {
    return !request.stopAtFirstFailure()
        || request.overrides().filter(Overrides::allTests).isPresent();
  }

  /**
   * @throws InfrastructureFault when whoever waits to talk with the program waits in another
   *     process
   */
  private Optional<LivePeer> peer(SubmissionRequest request) {
    return request
        .particulars()
        .live()
        .map(id ->
            with.live()
                .take(id)
                .orElseThrow(() ->
                    new InfrastructureFault(
                        "peer_elsewhere", "nobody waits here to talk with the program")));
  }

  private void judge(
      Assignment assignment, HeldSandbox held, JuryPanel panel, Optional<LivePeer> peer) {
    Lease lease = assignment.lease();
    SubmissionId id = assignment.submission().id();
    ProgramKeeper keeper =
        new ProgramKeeper(
            assignment.program(),
            lease.attempt() > 1,
            assignment.request().particulars().recordOrder(),
            held,
            with.cache(),
            properties,
            with.metrics());
    Judging judging = judging(assignment, keeper, panel, peer);
    SubmissionResult result;
    try {
      result =
          judging.judge(() -> {
            peer.ifPresent(LivePeer::compiling);
            with.submissions().progressed(id, new Progress.Compiling());
          });
    } catch (JuryFault e) {
      result = judging.failedByJury(e);
      quarantine(assignment.submission(), assignment.problem().orElseThrow(), e);
    } catch (SandboxException e) {
      // A sandbox that was killed because of a stop signal may fail in any way it likes.
      if (!held.stopped()) {
        throw e;
      }
      result = judging.cancelled();
    }
    complete(lease, assignment.submission(), result);
    keepCompiled(keeper, id);
  }

  private Judging judging(
      Assignment assignment, ProgramKeeper keeper, JuryPanel panel, Optional<LivePeer> peer) {
    SubmissionRequest request = assignment.request();
    Consumer<Progress> progress =
        now -> with.submissions().progressed(assignment.submission().id(), now);
    Optional<ProblemDefinition> problem = assignment.problem().map(ProblemVersion::definition);
    TestRun.Manner manner =
        new TestRun.Manner(
            request.arguments(),
            request.mergeStderr(),
            request.drainOutput(),
            problem.map(JudgeHandler::countsStderr).orElse(true),
            request.particulars().recordOrder(),
            request.particulars().extras().flatMap(RunExtras::leftFilesBytes),
            request.particulars().extras().flatMap(RunExtras::cpuExtra));
    TestRun run =
        new TestRun(
            assignment.program(),
            manner,
            keptOutput(request),
            peer.map(p -> new LiveConversation.Side(p, keeper::compiled)));
    return new Judging(
        assignment,
        keeper,
        new TestBench(assignment.program(), keeper, run, with.metrics()),
        problem
            .<Tests>map(p -> problemTests(p, assignment, run, panel, progress))
            .orElseGet(() -> new OwnTests(request, progress)));
  }

  private int keptOutput(SubmissionRequest request) {
    int usual = (int) properties.storedOutput().toBytes();
    return Math.max(
        usual, request.particulars().extras().map(RunExtras::keptOutputBytes).orElse(0));
  }

  private ProblemTests problemTests(
      ProblemDefinition problem,
      Assignment assignment,
      TestRun run,
      JuryPanel panel,
      Consumer<Progress> progress) {
    SubmissionRequest request = assignment.request();
    int passes = problem.limits().passes();
    OutputTests.Rules rules =
        new OutputTests.Rules(
            passes,
            assignment.limits().judged().cpu(),
            properties.rerunNearLimit(),
            problem.files());
    TestData data = with.problems().data();
    TestRunner runner =
        switch (problem.checking()) {
          case Checking.Compared(Comparison comparison) ->
              new OutputTests(data, new Adjudicator.ByComparison(comparison), rules);
          case Checking.Checked(List<Validator> checkers) ->
              new OutputTests(data, new Adjudicator.ByCheckers(panel, checkers, passes > 1), rules);
          case Checking.Interactive(Validator interactor, Optional<Validator> checker) ->
              new InteractTests(
                  data,
                  run,
                  interactor,
                  checker,
                  panel,
                  new InteractTests.Rules(CheckerScores.of(problem), passes));
        };
    return new ProblemTests(problem, all(request), runner, panel, progress);
  }

  /** Only the newer formats count what goes to standard error; jury solutions may debug a lot. */
  private static boolean countsStderr(ProblemDefinition problem) {
    return switch (problem.format()) {
      case KATTIS_2023_07, KATTIS_2025_09, NATIVE -> true;
      case KATTIS_LEGACY, ICPC_LEGACY, POLYGON -> false;
    };
  }

  private void quarantine(Submission submission, ProblemVersion version, JuryFault fault) {
    log.warn(
        "problem {} version {} is taken out of use: {}",
        version.problem(),
        version.version(),
        fault.reason());
    with.problems()
        .quarantine()
        .put(
            submission.tenant(),
            version.problem(),
            version.version(),
            fault.reason(),
            fault.evidence());
  }

  /** The answer is out; whatever goes wrong now must not make the job run again. */
  private void keepCompiled(ProgramKeeper keeper, SubmissionId id) {
    try {
      keeper.keepCompiled();
    } catch (SandboxException e) {
      log.warn(
          "program of {} not cached, the next one like it is compiled: {}", id, e.getMessage());
      with.metrics().cache("failed");
    }
  }

  @Override
  public void giveUp(Lease lease, String evidence) {
    Submission submission = with.submissions().load(new SubmissionId(lease.subject()));
    SubmissionResult result =
        new SubmissionResult(
            Verdict.INTERNAL_ERROR,
            evidence,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            lease.owner());
    complete(lease, submission, result);
  }

  private void complete(Lease lease, Submission submission, SubmissionResult result) {
    with.submissions().complete(lease, result);
    with.metrics().judged(result, submission.request().language());
  }

  private Sandbox acquire(Program program) {
    SandboxSpec spec = new SandboxSpec(program.image(), program.tier());
    boolean reuse = properties.reuse() && with.tenants().allowsReuse(program.tenant());
    ContainerLimits limits =
        program.language().compile().isPresent() ? ANY : program.limits().programContainer(0);
    return with.pool().acquire(spec, new SandboxLease(program.tenant().toString(), reuse), limits);
  }

  private static SubmissionResult cancelledBeforeStart(Lease lease, Submission submission) {
    List<TestResult> tests =
        IntStream.rangeClosed(1, submission.request().testCount())
            .mapToObj(number -> new TestResult(number, Verdict.CANCELLED, Optional.empty(), ""))
            .toList();
    return new SubmissionResult(
        Verdict.CANCELLED,
        "cancelled before it ran",
        Optional.empty(),
        tests,
        Optional.empty(),
        lease.owner());
  }
}
