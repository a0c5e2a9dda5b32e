package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Validator;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TrialShare;
import dev.glovebox.support.ProblemFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jury's own programs tried in real sandboxes. */
@Tag("docker")
class TrialJudgingTest {

  /** Accepts what is the answer, tells a wish to the judges, breaks on what is no number. */
  private static final String CHECKER =
      """
      import sys
      output = sys.stdin.read()
      if output == 'memory':
          kept = []
          while True:
              kept.append(bytearray(1 << 24))
      if output == 'signal':
          import os
          os.abort()
      with open(sys.argv[3] + 'judgemessage.txt', 'w') as message:
          message.write('arguments ' + ' '.join(sys.argv[4:]))
      sys.exit(42 if int(output) == int(open(sys.argv[2]).read()) else 43)
      """;

  /** At most what its argument says; asserts that there is a number. */
  private static final String SMALL =
      """
      #include <cassert>
      #include <cstdio>
      #include <cstdlib>
      int main(int count, char **arguments) {
          int n;
          assert(scanf("%d", &n) == 1);
          return n <= atoi(arguments[1]) ? 42 : 43;
      }
      """;

  private static final String EVEN =
      "import sys\nsys.exit(0 if int(sys.stdin.read()) % 2 == 0 else 3)\n";

  private static EngineJudge judge;

  @BeforeAll
  static void start() {
    judge = new EngineJudge();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    judge.close();
  }

  @Test
  void aCheckerIsTriedOnEachOfItsCasesWhateverTheOthersDid() {
    ProblemFixture problem = judge.problem().secret("1", "", "7");
    problem.checkedBy(CheckerProtocol.KATTIS, "python", "v.py", CHECKER);
    problem.validationMemory = Optional.of(128L << 20);
    for (String output : List.of("7", "8", "seven", "memory", "signal", "07")) {
      problem.checkerCases.add(
          checkerCase("case/" + output, "7", output, Optional.empty(), "strict", "1e-6"));
    }

    ProblemVersion version = judge.add(problem.definition());
    SubmissionResult result = judge.tryJury(version);

    assertThat(result.tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly(
            "case/7 AC",
            "case/8 WA",
            "case/seven JE",
            "case/memory JE",
            "case/signal JE",
            "case/07 AC");
    assertThat(ofProblem(result, 2).judgeMessage()).isEqualTo("arguments strict 1e-6");
    assertThat(result.tests().get(2).message()).contains("exit code 1").contains("42");
    assertThat(ofProblem(result, 3).judgeMessage()).contains("ValueError");
    assertThat(judge.quarantine.find(EngineJudge.TENANT, version.problem(), version.version()))
        .as("nobody's submission was judged")
        .isEmpty();
  }

  @Test
  void theDefaultComparisonIsTriedWithTheFlagsOfEachCase() {
    ProblemFixture problem = judge.problem().secret("1", "", "x");
    Comparison strict = new Comparison.Kattis(true, false, Optional.empty(), Optional.empty());
    problem.checkerCases.add(checkerCase("lax", "Yes", "yes", Optional.empty()));
    problem.checkerCases.add(checkerCase("strict", "Yes", "yes", Optional.of(strict)));
    problem.checkerCases.add(checkerCase("empty", "Yes", "", Optional.empty()));

    ProblemVersion version = judge.add(problem.definition());
    assertThat(judge.tryJury(version).tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly("lax AC", "strict WA", "empty NO");
    assertThat(judge.tryJury(version, new TrialShare(1, 2)).tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly("strict WA", "empty NO");
  }

  @Test
  void allValidatorsMustAcceptAnInputAndACrashIsNoAccept() {
    ProblemFixture problem = judge.problem().secret("1", "", "x");
    problem.inputs =
        new InputChecking(
            List.of(
                new Validator(problem.program("cpp", "small.cpp", SMALL), CheckerProtocol.KATTIS),
                new Validator(problem.program("python", "even.py", EVEN), CheckerProtocol.TESTLIB)),
            List.of(
                input("secret/1", "8\n", true, "10"),
                input("secret/2", "12\n", true, "10"),
                input("secret/3", "12\n", true, "20"),
                input("invalid/1", "7\n", false, "10"),
                input("invalid/2", "no number\n", false, "10")));

    problem.checkerCases.add(checkerCase("case", "x", "x", Optional.empty()));

    ProblemVersion version = judge.add(problem.definition());
    SubmissionResult first = judge.tryJury(version, new TrialShare(0, 3));
    assertThat(first.tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly("case AC", "secret/1 AC", "secret/2 WA");

    SubmissionResult result = judge.tryJury(version, new TrialShare(1, 5));
    assertThat(result.tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly(
            "secret/1 AC", "secret/2 WA", "secret/3 AC", "invalid/1 WA", "invalid/2 WA");
    assertThat(result.tests().get(3).message()).contains("even.py").contains("exit code 3");
    assertThat(result.tests().get(4).message()).contains("small.cpp").contains("exit code 134");
  }

  @Test
  void aValidatorThatCannotBeCompiledFailsEveryInput() {
    ProblemFixture problem = judge.problem().secret("1", "", "x");
    problem.inputs =
        new InputChecking(
            List.of(
                new Validator(
                    problem.program("cpp", "broken.cpp", "int main( {"), CheckerProtocol.KATTIS)),
            List.of(input("secret/1", "1", true), input("invalid/1", "2", false)));

    SubmissionResult result = judge.tryJury(judge.add(problem.definition()));

    assertThat(result.tests())
        .extracting(TrialJudgingTest::said)
        .containsExactly("secret/1 JE", "invalid/1 JE");
    assertThat(result.tests().getFirst().message()).contains("can't be compiled");
  }

  private static CheckerCase checkerCase(
      String path,
      String answer,
      String output,
      Optional<Comparison> comparison,
      String... arguments) {
    return new CheckerCase(
        path,
        judge.blobs.text("input"),
        judge.blobs.text(answer),
        judge.blobs.text(output),
        true,
        List.of(arguments),
        comparison);
  }

  private static InputCase input(String path, String text, boolean valid, String... arguments) {
    return new InputCase(path, judge.blobs.text(text), valid, List.of(arguments), List.of());
  }

  private static String said(TestResult test) {
    return test.ofProblem().orElseThrow().path() + " " + test.verdict().code();
  }

  private static TestResult.OfProblem ofProblem(SubmissionResult result, int number) {
    return result.tests().get(number - 1).ofProblem().orElseThrow();
  }
}
