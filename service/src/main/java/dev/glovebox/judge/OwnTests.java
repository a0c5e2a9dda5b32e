package dev.glovebox.judge;

import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tests that a submission brings itself. */
final class OwnTests implements Tests {

  private final SubmissionRequest request;
  private final Consumer<Progress> progress;
  private final ResultSheet sheet;

  OwnTests(SubmissionRequest request, Consumer<Progress> progress) {
    this.request = request;
    this.progress = progress;
    this.sheet = ResultSheet.ofOwnTests(request);
  }

  @Override
  public ResultSheet sheet() {
    return sheet;
  }

  @Override
  public Outcome run(Bench bench) {
    int number = 0;
    for (TestCase test : request.tests()) {
      if (!bench.available()) {
        break;
      }
      number++;
      progress.accept(new Progress.RunningTest(number, sheet.size()));
      TestBench.Ran ran = bench.run(Trial.of(number, test), judge(test));
      sheet.put(new TestResult(number, ran.verdict(), ran.measured(), ran.message()));
      if (ran.verdict() == Verdict.CANCELLED) {
        throw JudgingEnded.cancelled();
      }
      if (ran.last() || (ran.verdict() != Verdict.ACCEPTED && request.stopAtFirstFailure())) {
        break;
      }
    }
    return outcome();
  }

  private static Optional<OutputJudge> judge(TestCase test) {
    return test.expected()
        .map(expected ->
            output ->
                Judgement.of(
                    OutputComparison.compare(
                        test.comparison(), expected, output.bytes(), output.length())));
  }

  /** That of the first test that is not accepted. */
  private Outcome outcome() {
    for (TestResult test : sheet.with(Verdict.SKIPPED)) {
      if (test.verdict() != Verdict.ACCEPTED) {
        String message = test.message().isEmpty() ? test.verdict().text() : test.message();
        return new Outcome(
            test.verdict(),
            "test %d: %s".formatted(test.number(), message),
            Optional.empty(),
            List.of());
      }
    }
    return new Outcome(Verdict.ACCEPTED, "", Optional.empty(), List.of());
  }
}
