package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.TestResult.OtherRun;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.MemoryBlobs;
import dev.glovebox.support.ProblemFixture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Near the time limit a run is repeated once, and the better one counts. The limit is 1000 ms. */
class NearTimeLimitTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Runs that are planned, each with its CPU time in milliseconds. */
  private static final class PlannedBench implements Bench {
    final Deque<TestBench.Ran> planned = new ArrayDeque<>();
    int runs;

    PlannedBench plan(String... outcomes) {
      for (String outcome : outcomes) {
        String[] parts = outcome.split(" ");
        Verdict verdict = Verdict.valueOf(parts[0]);
        planned.add(
            new TestBench.Ran(
                verdict,
                Optional.of(measured(Long.parseLong(parts[1]))),
                "",
                verdict == Verdict.TIME_LIMIT ? Optional.empty() : Optional.of(Judgement.ACCEPTED),
                false));
      }
      return this;
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public TestBench.Ran run(Trial trial, Optional<OutputJudge> judge) {
      runs++;
      return planned.remove();
    }

    private static Measured measured(long millis) {
      CapturedOutput nothing = new CapturedOutput(new byte[0], 0, new byte[32]);
      return new Measured(
          Duration.ofMillis(millis),
          Duration.ofMillis(millis + 1),
          1,
          Optional.empty(),
          Optional.of(0),
          Optional.empty(),
          Optional.empty(),
          nothing,
          nothing);
    }
  }

  private static TestRunner.Tested run(PlannedBench bench, boolean repeats) {
    MemoryBlobs blobs = new MemoryBlobs();
    ProblemTest test = new ProblemFixture(blobs::text).test("secret/1", "", "");
    return new OutputTests(
            new TestData(blobs, 1 << 20),
            new Adjudicator.ByComparison(new Comparison.Tokens()),
            new OutputTests.Rules(1, LIMIT, repeats))
        .run(bench, 1, test);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME_LIMIT 1050, ACCEPTED 990,     ACCEPTED,     990,  TIME_LIMIT",
    "TIME_LIMIT 1100, WRONG_ANSWER 10,  WRONG_ANSWER, 10,   TIME_LIMIT",
    "TIME_LIMIT 1050, TIME_LIMIT 1020,  TIME_LIMIT,   1020, TIME_LIMIT",
    "TIME_LIMIT 1050, TIME_LIMIT 1090,  TIME_LIMIT,   1050, TIME_LIMIT",
  })
  void theBetterOfTwoRunsCounts(
      String first, String second, Verdict verdict, long millis, Verdict other) {
    PlannedBench bench = new PlannedBench().plan(first, second);
    TestRunner.Tested tested = run(bench, true);
    assertThat(bench.runs).isEqualTo(2);
    assertThat(tested.ran().verdict()).isEqualTo(verdict);
    assertThat(tested.ran().measured().orElseThrow().cpu()).isEqualTo(Duration.ofMillis(millis));
    assertThat(tested.otherRun()).map(OtherRun::verdict).contains(other);
    assertThat(tested.passes()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"TIME_LIMIT 1101", "TIME_LIMIT 5000", "ACCEPTED 999", "WALL_LIMIT 900"})
  void whatIsClearIsNotRepeated(String only) {
    PlannedBench bench = new PlannedBench().plan(only);
    TestRunner.Tested tested = run(bench, true);
    assertThat(bench.runs).isEqualTo(1);
    assertThat(tested.otherRun()).isEmpty();
  }

  @Test
  void nothingIsRepeatedWhereThatIsSwitchedOff() {
    PlannedBench bench = new PlannedBench().plan("TIME_LIMIT 1050");
    assertThat(run(bench, false).ran().verdict()).isEqualTo(Verdict.TIME_LIMIT);
    assertThat(bench.runs).isEqualTo(1);
  }
}
