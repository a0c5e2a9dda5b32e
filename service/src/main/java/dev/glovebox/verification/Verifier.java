package dev.glovebox.verification;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.Promise;
import dev.glovebox.submission.Verdict;
import dev.glovebox.verification.SolutionJudge.Ask;
import dev.glovebox.verification.VerificationReport.SolutionReport;
import dev.glovebox.verification.VerificationReport.TimeLimitReport;
import dev.glovebox.verification.VerificationReport.TrialReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Verifies one problem. Used once, by one thread.
 *
 * <p>Solutions that bound the time limit go first, with as much time as the service grants, where
 * the limit has to be derived. All others are judged once, at the limit with its margin: what they
 * would have got at the limit itself follows from their times, and only those whose result could
 * differ are judged again.
 */
final class Verifier {

  /** So often the slowest solution is judged again when it decides the limit. */
  private static final int MOST_ROUNDS = 3;

  private final ProblemDefinition problem;
  private final Optional<Duration> given;
  private final SolutionJudge judge;
  private final Duration mostTime;
  private final Consumer<VerificationReport> progress;
  private final TimeLimit rule;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Judged> withMargin = new LinkedHashMap<>();
  private final Map<String, SolutionReport> reports = new LinkedHashMap<>();
  private Optional<TimeLimitReport> timeLimit = Optional.empty();
  private int judged;

  /**
   * @param mostTime CPU time that a run of an accepted solution may take while the limit is not
   *     known
   * @param derives whether the limit follows from the solutions although the package gives one
   * @param progress told after each solution
   */
  Verifier(
      ProblemDefinition problem,
      SolutionJudge judge,
      Duration mostTime,
      boolean derives,
      Consumer<VerificationReport> progress) {
    this.problem = problem;
    this.given = derives ? Optional.empty() : problem.limits().time();
    this.judge = judge;
    this.mostTime = mostTime;
    this.progress = progress;
    this.rule = new TimeLimit(problem.limits().derivation());
  }

  VerificationReport verify() throws InterruptedException {
    SolutionJudge.Trials trials = judge.tryJury();
    verifySolutions();
    return withTrials(report(), trials.await());
  }

  private void verifySolutions() throws InterruptedException {
    if (given.isEmpty()) {
      judgeAll(solutions(Verifier::mustFit), mostTime, true);
      judgeSlowestAgain();
    }
    Optional<Duration> slowestAccepted = slowestAccepted();
    Optional<Duration> limit = given.or(() -> slowestAccepted.map(rule::from));
    if (limit.isEmpty()) {
      findings.add(
          problem.limits().time().isEmpty()
              ? "no time limit follows: the package gives none and no accepted solution was accepted"
              : "no time limit follows: no accepted solution was accepted");
      solutions(Verifier::mustFit).forEach(solution -> report(solution, mostTime));
      return;
    }
    verifyAt(limit.get(), slowestAccepted);
    if (given.isEmpty()) {
      tightened(limit.get());
    }
    timeLimit.ifPresent(last ->
        findings.addAll(
            rule.broken(last.limit(), last.slowestAccepted(), last.quickestExceeding())));
  }

  /**
   * The limit hangs on one measurement, which other work on the machine can only lengthen: the
   * solution that decides is judged again, and its better time counts, until the limit stays.
   */
  private void judgeSlowestAgain() throws InterruptedException {
    Duration least = rule.from(Duration.ZERO);
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      Optional<JurySolution> slowest = slowest();
      Optional<Duration> before = slowest.flatMap(this::time);
      Duration limit = before.map(rule::from).orElse(least);
      if (limit.equals(least)) {
        return;
      }
      Ask ask = new Ask(slowest.orElseThrow(), mostTime, true, round);
      Judged again = judge.judge(List.of(ask), _ -> {}).getFirst();
      if (again.verdict() == Verdict.ACCEPTED
          && again.slowestTime().compareTo(before.orElseThrow()) < 0) {
        withMargin.put(ask.solution().path(), again);
      }
      if (slowestAccepted().map(rule::from).filter(limit::equals).isPresent()) {
        return;
      }
    }
  }

  private Optional<JurySolution> slowest() {
    return solutions(Verifier::mustFit).stream()
        .filter(solution -> time(solution).isPresent())
        .max(Comparator.comparing(solution -> time(solution).orElseThrow()));
  }

  /** Of its slowest test, when it is accepted. */
  private Optional<Duration> time(JurySolution solution) {
    return Optional.ofNullable(withMargin.get(solution.path()))
        .filter(result -> result.verdict() == Verdict.ACCEPTED)
        .map(Judged::slowestTime);
  }

  private VerificationReport withTrials(VerificationReport report, List<Judged.Test> said) {
    List<TrialReport> cases = new ArrayList<>();
    Iterator<Judged.Test> answers = said.iterator();
    for (CheckerCase one : problem.checkerCases()) {
      cases.add(trial(one.path(), one.valid(), answers.next()));
    }
    List<TrialReport> inputs = new ArrayList<>();
    for (InputCase one : problem.inputs().cases()) {
      TrialReport trial = trial(one.path(), one.valid(), answers.next());
      if (!one.valid() || !trial.right()) {
        inputs.add(trial);
      }
    }
    return new VerificationReport(
        report.timeLimit(),
        report.solutions(),
        cases,
        inputs,
        problem.inputs().cases().size(),
        report.findings(),
        report.judged(),
        report.total());
  }

  private static TrialReport trial(String path, boolean valid, Judged.Test said) {
    return new TrialReport(path, valid, said.verdict(), said.message());
  }

  private void verifyAt(Duration limit, Optional<Duration> known) throws InterruptedException {
    timeLimit = Optional.of(timeLimit(limit, known, Optional.empty(), Optional.empty()));
    List<JurySolution> rest = solutions(solution -> !withMargin.containsKey(solution.path()));
    judgeAll(rest, rule.withMargin(limit), false);
    decideAt(limit, Optional.empty());
  }

  /**
   * Where the format's rule leaves more time than solutions take that promise to exceed it, and a
   * limit exists that tells them from the accepted ones, it is taken instead. That it has not the
   * margins of the rule shows in the report and, in the format that demands them, in the findings.
   */
  private void tightened(Duration byRule) throws InterruptedException {
    Optional<Duration> between =
        slowestAccepted().flatMap(slowest -> lowestBetween(slowest, byRule));
    if (between.isEmpty()) {
      return;
    }
    Map<String, Judged> before = Map.copyOf(withMargin);
    Map<String, SolutionReport> reportsBefore = Map.copyOf(reports);
    Optional<TimeLimitReport> limitBefore = timeLimit;
    long brokenBefore = brokenPromises();
    Duration limit = between.get();
    withMargin.putAll(judgedAgain(rule.withMargin(limit)));
    decideAt(limit, Optional.of(byRule));
    if (brokenPromises() >= brokenBefore) {
      withMargin.putAll(before);
      reports.putAll(reportsBefore);
      timeLimit = limitBefore;
    }
  }

  private long brokenPromises() {
    return reports.values().stream().filter(solution -> !solution.broken().isEmpty()).count();
  }

  /** Leaves alone those that are as quick as accepted ones: no limit keeps their promise. */
  private Optional<Duration> lowestBetween(Duration slowest, Duration byRule) {
    return times(Verifier::promisesToExceed)
        .filter(result -> result.verdict() == Verdict.ACCEPTED)
        .map(Judged::slowestTime)
        .filter(time -> time.compareTo(byRule) <= 0)
        .flatMap(time -> rule.between(slowest, time).stream())
        .min(Comparator.naturalOrder());
  }

  /** Fills the reports by what all solutions took, and judges again what hangs on the limit. */
  private void decideAt(Duration limit, Optional<Duration> byRule) throws InterruptedException {
    Map<String, Judged> atLimit = judgedAgain(limit);
    for (JurySolution solution : problem.solutions()) {
      Judged withMore = withMargin.get(solution.path());
      if (withMore != null) {
        reports.put(
            solution.path(),
            report(solution, limit, atLimit.getOrDefault(solution.path(), withMore), withMore));
      }
    }
    timeLimit = Optional.of(timeLimit(limit, slowestAccepted(), quickestExceeding(), byRule));
  }

  private TimeLimitReport timeLimit(
      Duration limit,
      Optional<Duration> slowest,
      Optional<Duration> quickest,
      Optional<Duration> byRule) {
    return new TimeLimitReport(
        limit, given.isEmpty(), problem.limits().time(), slowest, quickest, byRule);
  }

  /** Those whose whole verdict hangs on the limit, judged at the limit itself. */
  private Map<String, Judged> judgedAgain(Duration limit) throws InterruptedException {
    List<Ask> asks =
        problem.solutions().stream()
            .filter(solution -> {
              Judged before = withMargin.get(solution.path());
              return before != null && before.dependsOn(limit);
            })
            .map(solution -> new Ask(solution, limit, needsAllTests(solution)))
            .toList();
    Map<String, Judged> again = new LinkedHashMap<>();
    List<Judged> results = judge.judge(asks, _ -> {});
    for (int i = 0; i < asks.size(); i++) {
      again.put(asks.get(i).solution().path(), results.get(i));
    }
    return again;
  }

  private void judgeAll(List<JurySolution> solutions, Duration limit, boolean allTests)
      throws InterruptedException {
    List<Ask> asks =
        solutions.stream()
            .map(solution -> new Ask(solution, limit, allTests || needsAllTests(solution)))
            .toList();
    List<Judged> results =
        judge.judge(
            asks,
            _ -> {
              judged++;
              progress.accept(report());
            });
    for (int i = 0; i < asks.size(); i++) {
      withMargin.put(asks.get(i).solution().path(), results.get(i));
    }
  }

  private void report(JurySolution solution, Duration limit) {
    Judged result = withMargin.get(solution.path());
    if (result != null) {
      reports.put(solution.path(), report(solution, limit, result, result));
    }
  }

  private SolutionReport report(
      JurySolution solution, Duration limit, Judged atLimit, Judged withMargin) {
    Optional<Judged.Test> slowest = withMargin.slowest();
    return new SolutionReport(
        solution.path(),
        solution.language(),
        promise(solution.promise()),
        atLimit.verdict(),
        withMargin.verdict(),
        atLimit.score(),
        withMargin.slowestTime(),
        slowest.map(Judged.Test::path),
        withMargin.tests().size(),
        atLimit.message(),
        broken(solution, limit, atLimit, withMargin));
  }

  private List<String> broken(
      JurySolution solution, Duration limit, Judged atLimit, Judged withMargin) {
    List<String> broken =
        new ArrayList<>(PromiseCheck.broken(solution, limit, atLimit, withMargin));
    long bytes = solution.files().stream().mapToLong(file -> file.blob().size()).sum();
    problem
        .limits()
        .codeBytes()
        .filter(most -> bytes > most)
        .ifPresent(most ->
            broken.add("its sources have %d bytes, the problem allows %d".formatted(bytes, most)));
    return broken;
  }

  private VerificationReport report() {
    return new VerificationReport(
        timeLimit,
        List.copyOf(reports.values()),
        List.of(),
        List.of(),
        0,
        findings,
        judged,
        problem.solutions().size());
  }

  private Optional<Duration> slowestAccepted() {
    return times(Verifier::mustFit)
        .filter(result -> result.verdict() == Verdict.ACCEPTED)
        .map(Judged::slowestTime)
        .max(Comparator.naturalOrder());
  }

  /** Of those that use up CPU time: who waits until the wall limit exceeds any limit. */
  private Optional<Duration> quickestExceeding() {
    return times(Verifier::mustExceed)
        .filter(result -> !result.waitedInVain())
        .map(Judged::slowestTime)
        .min(Comparator.naturalOrder());
  }

  private Stream<Judged> times(Predicate<JurySolution> which) {
    return problem.solutions().stream()
        .filter(which)
        .map(solution -> Optional.ofNullable(withMargin.get(solution.path())))
        .flatMap(Optional::stream);
  }

  private List<JurySolution> solutions(Predicate<JurySolution> which) {
    return problem.solutions().stream().filter(which).toList();
  }

  private static boolean mustFit(JurySolution solution) {
    return switch (solution.promise()) {
      case Promise.Overall overall -> overall.boundsTimeLimit();
      case Promise.EachTest each -> each.timeLimit() == Promise.TimeLimitUse.LOWER;
      case Promise.Nothing _ -> false;
    };
  }

  private static boolean mustExceed(JurySolution solution) {
    return solution.promise() instanceof Promise.EachTest each
        && each.timeLimit() == Promise.TimeLimitUse.UPPER;
  }

  /** Whether nothing but a time limit keeps the promise. */
  private static boolean promisesToExceed(JurySolution solution) {
    return switch (solution.promise()) {
      case Promise.Overall overall -> onlyTimeLimit(overall.allowed());
      case Promise.EachTest each ->
          each.rules().stream().anyMatch(rule -> onlyTimeLimit(rule.required()));
      case Promise.Nothing _ -> false;
    };
  }

  private static boolean onlyTimeLimit(Set<Verdict> verdicts) {
    return !verdicts.isEmpty()
        && verdicts.stream().allMatch(verdict -> Family.of(verdict) == Family.TIME_LIMIT_EXCEEDED);
  }

  private static boolean needsAllTests(JurySolution solution) {
    return solution.promise() instanceof Promise.EachTest;
  }

  private static String promise(Promise promise) {
    return switch (promise) {
      case Promise.Overall overall -> PromiseCheck.codes(overall.allowed());
      case Promise.EachTest each ->
          each.rules().stream()
              .filter(rule -> rule.group().isEmpty())
              .map(rule ->
                  rule.required().isEmpty()
                      ? PromiseCheck.codes(rule.permitted())
                      : "some " + PromiseCheck.codes(rule.required()))
              .findFirst()
              .orElse("");
      case Promise.Nothing _ -> "";
    };
  }
}
