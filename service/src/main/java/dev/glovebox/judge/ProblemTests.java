package dev.glovebox.judge;

import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.OfProblem;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The tests of a problem, in the order and with the scores of its groups. */
final class ProblemTests implements Tests {

  private final ProblemDefinition problem;
  private final boolean allTests;
  private final TestRunner runner;
  private final GroupScoring.Grader grader;
  private final Consumer<Progress> progress;
  private final ResultSheet sheet;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** What tests count as from when on nothing can be run any more. */
  private Optional<Verdict> over = Optional.empty();

  ProblemTests(
      ProblemDefinition problem,
      boolean allTests,
      TestRunner runner,
      GroupScoring.Grader grader,
      Consumer<Progress> progress) {
    this.problem = problem;
    this.allTests = allTests;
    this.runner = runner;
    this.grader = grader;
    this.progress = progress;
    this.sheet = ResultSheet.of(problem.tests());
    problem.tests().tests().forEach(test -> numbers.put(test.path(), numbers.size() + 1));
  }

  @Override
  public ResultSheet sheet() {
    return sheet;
  }

  @Override
  public Outcome run(Bench bench) {
    GroupScoring.Scored scored =
        new GroupScoring(problem.scoring(), allTests, test -> judge(bench, test), grader)
            .judge(problem.tests());
    if (problem.scoring()) {
      scored.tests().forEach(this::score);
    }
    return new Outcome(
        scored.verdict(),
        scored.decisive().map(path -> message(path, scored.verdict())).orElse(""),
        problem.scoring() ? Optional.of(scored.score()) : Optional.empty(),
        scored.groups());
  }

  private Graded judge(Bench bench, ProblemTest test) {
    if (over.isEmpty() && !bench.available()) {
      over = Optional.of(Verdict.MEMORY_LIMIT);
    }
    if (over.isPresent()) {
      return Graded.of(over.get());
    }
    int number = number(test.path());
    progress.accept(new Progress.RunningTest(number, sheet.size()));
    TestRunner.Tested tested = runner.run(bench, number, test);
    TestBench.Ran ran = tested.ran();
    Judgement judgement = ran.judgement().orElse(Judgement.ACCEPTED);
    OfProblem blank = sheet.blank(number).orElseThrow();
    sheet.put(
        new TestResult(
            number,
            ran.verdict(),
            ran.measured(),
            ran.message(),
            Optional.of(
                new OfProblem(
                    blank.path(),
                    blank.group(),
                    Optional.empty(),
                    judgement.judgeMessage(),
                    judgement.teamMessage(),
                    tested.passes(),
                    tested.otherRun()))));
    if (ran.verdict() == Verdict.CANCELLED) {
      throw JudgingEnded.cancelled();
    }
    if (ran.last()) {
      over = Optional.of(ran.verdict());
    }
    return new Graded(ran.verdict(), judgement.score(), judgement.multiplier());
  }

  private int number(String path) {
    Integer number = numbers.get(path);
    if (number == null) {
      throw new IllegalStateException("no such test: " + path);
    }
    return number;
  }

  private void score(String path, BigDecimal score) {
    sheet.get(number(path)).ifPresent(result -> sheet.put(scored(result, score)));
  }

  private static TestResult scored(TestResult result, BigDecimal score) {
    return new TestResult(
        result.number(),
        result.verdict(),
        result.run(),
        result.message(),
        result
            .ofProblem()
            .map(p ->
                new OfProblem(
                    p.path(),
                    p.group(),
                    Optional.of(score),
                    p.judgeMessage(),
                    p.teamMessage(),
                    p.passes(),
                    p.otherRun())));
  }

  private String message(String path, Verdict verdict) {
    String why =
        sheet
            .get(number(path))
            .map(TestResult::message)
            .filter(text -> !text.isEmpty())
            .orElse(verdict.text());
    return "test %s: %s".formatted(path, why);
  }

  static List<SandboxFile> files(ProblemTest test, TestData data) {
    List<SandboxFile> files = new ArrayList<>();
    test.files()
        .forEach(file ->
            files.add(new SandboxFile(file.path(), data.read(file.blob()), file.executable())));
    return files;
  }
}
