package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.submission.Comparison;
import java.util.Optional;

/** Tests whose program reads an input and writes an output that is then judged. */
final class OutputTests implements TestRunner {

  private final TestData data;
  private final Comparison comparison;

  OutputTests(TestData data, Comparison comparison) {
    this.data = data;
    this.comparison = comparison;
  }

  @Override
  public Tested run(TestBench bench, int number, ProblemTest test) {
    byte[] input = test.input().map(data::read).orElseGet(() -> new byte[0]);
    Trial trial = new Trial(number, test.arguments(), ProblemTests.files(test, data), input);
    TestBench.Ran ran = bench.run(trial, test.answer().map(blob -> judge(test, data.read(blob))));
    return new Tested(ran, 1, Optional.empty());
  }

  private OutputJudge judge(ProblemTest test, byte[] answer) {
    Comparison rules = test.comparison().orElse(comparison);
    return output ->
        Judgement.of(OutputComparison.compare(rules, answer, output.bytes(), output.length()));
  }
}
