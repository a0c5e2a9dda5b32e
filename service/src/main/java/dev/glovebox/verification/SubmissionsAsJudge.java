package dev.glovebox.verification;

import dev.glovebox.blob.Blobs;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TrialShare;
import dev.glovebox.submission.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has solutions judged as ordinary submissions of low priority. Each has an idempotency key of its
 * own, so that a verification that another process takes over finds what is judged already.
 */
final class SubmissionsAsJudge implements SolutionJudge {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** Trials go on side by side in so many sandboxes, if there are as many. */
  private static final int MOST_SHARES = 16;

  private static final int TRIALS_WORTH_A_SANDBOX = 8;

  /**
   * @param languages what solutions are judged in
   * @param limits what the service grants where the problem says nothing
   */
  record Collaborators(
      SubmissionIntake intake,
      SubmissionStore submissions,
      Blobs blobs,
      JuryLanguages languages,
      ExecutionLimits limits) {}

  private final Collaborators with;
  private final UUID verification;
  private final UUID tenant;
  private final ProblemVersion problem;
  private final BooleanSupplier ended;

  /**
   * @param ended whether nobody asks for the verification any more; then the next step of every
   *     method throws {@link CancellationException}
   */
  SubmissionsAsJudge(
      Collaborators with,
      UUID verification,
      UUID tenant,
      ProblemVersion problem,
      BooleanSupplier ended) {
    this.with = with;
    this.verification = verification;
    this.tenant = tenant;
    this.problem = problem;
    this.ended = ended;
  }

  @Override
  public List<Judged> judge(List<Ask> asks, Consumer<Ask> onEach) throws InterruptedException {
    List<SubmissionId> ids = new ArrayList<>();
    for (Ask ask : asks) {
      ids.add(submit(request(ask)));
    }
    List<Judged> results = new ArrayList<>();
    for (int i = 0; i < asks.size(); i++) {
      results.add(await(ids.get(i)));
      onEach.accept(asks.get(i));
    }
    return results;
  }

  @Override
  public Trials tryJury() throws InterruptedException {
    int expected = problem.definition().trials();
    if (expected == 0) {
      return List::of;
    }
    Map<TrialShare, SubmissionId> ids = new LinkedHashMap<>();
    for (TrialShare share : TrialShare.of(expected, MOST_SHARES, TRIALS_WORTH_A_SANDBOX)) {
      ids.put(share, submit(trials(share)));
    }
    return () -> {
      List<Judged.Test> all = new ArrayList<>();
      for (Map.Entry<TrialShare, SubmissionId> one : ids.entrySet()) {
        all.addAll(said(one.getKey(), await(one.getValue())));
      }
      return all;
    };
  }

  private static List<Judged.Test> said(TrialShare share, Judged result) {
    return result.tests().size() == share.count()
        ? result.tests()
        : Collections.nCopies(
            share.count(),
            new Judged.Test("", Verdict.INTERNAL_ERROR, Duration.ZERO, result.message()));
  }

  private SubmissionId submit(SubmissionRequest request) throws InterruptedException {
    while (true) {
      stopWhenEnded();
      try {
        return with.intake().accept(tenant, request).submission().id();
      } catch (QueueFull full) {
        // Others come first; there is no hurry.
        LockSupport.parkNanos(full.retryAfter().toNanos());
      }
    }
  }

  private Judged await(SubmissionId id) throws InterruptedException {
    while (true) {
      stopWhenEnded();
      Optional<SubmissionStatus> status = with.submissions().await(tenant, id, LOOK_AGAIN);
      stopWhenEnded();
      if (status.isEmpty()) {
        return new Judged(
            Verdict.CANCELLED, "its submission was deleted", Optional.empty(), List.of());
      }
      Optional<SubmissionResult> result = status.get().result();
      if (result.isPresent()) {
        return judged(result.get());
      }
    }
  }

  private void stopWhenEnded() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the verification is stopped");
    }
    if (ended.getAsBoolean()) {
      throw new CancellationException("the verification is ended");
    }
  }

  private static Judged judged(SubmissionResult result) {
    return new Judged(
        result.verdict(),
        result.message(),
        result.score(),
        result.tests().stream()
            .filter(test -> test.run().isPresent() || test.verdict() != Verdict.SKIPPED)
            .map(SubmissionsAsJudge::test)
            .toList());
  }

  private static Judged.Test test(TestResult test) {
    return new Judged.Test(
        test.ofProblem().map(TestResult.OfProblem::path).orElse(Integer.toString(test.number())),
        test.verdict(),
        test.run().map(TestResult.Measured::cpu).orElse(Duration.ZERO),
        test.ofProblem()
            .map(TestResult.OfProblem::judgeMessage)
            .filter(said -> !said.isEmpty())
            .orElse(test.verdict() == Verdict.ACCEPTED ? "" : test.message()));
  }

  private SubmissionRequest request(Ask ask) {
    JurySolution solution = ask.solution();
    ExecutionLimits limits =
        GrantedLimits.of(problem.definition().limits(), with.limits(), BigDecimal.ONE);
    String language = with.languages().of(problem.definition().format(), solution.language());
    return new SubmissionRequest(
        language,
        solution.files().stream().map(this::source).toList(),
        solution.main(),
        Optional.empty(),
        List.of(),
        List.of(),
        limits,
        IsolationTier.CONTAINER,
        Priority.LOW,
        !ask.allTests(),
        false,
        // A program that prints for ever must be able to show that it also runs for ever.
        true,
        Map.of("verification", verification.toString(), "solution", solution.path()),
        Optional.of(
            "verification %s %s %s %d %b %d"
                .formatted(
                    verification,
                    language,
                    solution.path(),
                    ask.limit().toNanos(),
                    ask.allTests(),
                    ask.round())),
        Optional.of(
            new ProblemRef(
                problem.problem(),
                problem.version(),
                Math.toIntExact(problem.definition().tests().tests().count()))),
        Optional.of(new Overrides(Optional.of(ask.limit()), ask.allTests())));
  }

  private SubmissionRequest trials(TrialShare share) {
    return new SubmissionRequest(
        SubmissionRequest.TRIALS,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        share.arguments(),
        List.of(),
        with.limits(),
        IsolationTier.CONTAINER,
        Priority.LOW,
        false,
        false,
        false,
        Map.of("verification", verification.toString(), "solution", ""),
        Optional.of("verification %s trials from %d".formatted(verification, share.first())),
        Optional.of(new ProblemRef(problem.problem(), problem.version(), share.count())),
        Optional.of(new Overrides(Optional.empty(), true)));
  }

  private SourceFile source(PackageFile file) {
    try {
      return new SourceFile(file.path(), with.blobs().read(file.blob()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "file %s of problem %s can't be read".formatted(file.path(), problem.problem()), e);
    }
  }
}
