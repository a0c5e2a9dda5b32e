package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Tests whose outputs were submitted in place of a program: files named as the tests are, by their
 * whole paths or their last components, with {@code .out}, {@code .ans} or nothing behind. A lone
 * file of any name is the output of a lone test.
 */
final class AnswerTests implements TestRunner {

  private static final List<String> ENDINGS = List.of("", ".out", ".ans");

  private final TestData data;
  private final Adjudicator adjudicator;
  private final List<SourceFile> outputs;
  private final boolean lone;

  AnswerTests(TestData data, Adjudicator adjudicator, List<SourceFile> outputs, boolean loneTest) {
    this.data = data;
    this.adjudicator = adjudicator;
    this.outputs = outputs;
    this.lone = loneTest && outputs.size() == 1;
  }

  @Override
  public Tested run(Bench bench, int number, ProblemTest test) {
    Optional<SourceFile> output = outputOf(test.path());
    return new Tested(
        output
            .map(file -> judged(test, file.content()))
            .orElseGet(
                () -> ran(Verdict.NO_OUTPUT, "no file is named as this test", Judgement.ACCEPTED)),
        output.isPresent() ? 1 : 0,
        Optional.empty());
  }

  private TestBench.Ran judged(ProblemTest test, byte[] output) {
    Judgement judgement =
        adjudicator
            .judge(
                new Adjudicator.Pass(
                    test,
                    test.input().map(data::read).orElseGet(() -> new byte[0]),
                    test.answer().map(data::read),
                    List.of()),
                StreamCapture.of(output))
            .judgement();
    return ran(
        RunVerdict.of(judgement.comparison(), output.length == 0),
        judgement.comparison().message(),
        judgement);
  }

  private static TestBench.Ran ran(Verdict verdict, String message, Judgement judgement) {
    return new TestBench.Ran(verdict, Optional.empty(), message, Optional.of(judgement), false);
  }

  private Optional<SourceFile> outputOf(String path) {
    if (lone) {
      return Optional.of(outputs.getFirst());
    }
    String last = path.substring(path.lastIndexOf('/') + 1);
    return named(path).or(() -> named(last));
  }

  private Optional<SourceFile> named(String name) {
    return ENDINGS.stream()
        .map(ending -> name + ending)
        .flatMap(whole -> outputs.stream().filter(file -> file.name().equals(whole)))
        .findFirst();
  }
}
