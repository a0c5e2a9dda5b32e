package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.EngineJudge.Program;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Validator;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.ProblemFixture;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interactors in real sandboxes, beside the program and apart from it. */
@Tag("docker")
class InteractJudgingTest {

  /** Guess my number: the input is the number. 42 within 10 questions, else 43. */
  private static final String CPP =
      """
      #include <cstdio>
      #include <cstdlib>
      int main(int count, char **arguments) {
          long secret, guess;
          FILE *input = fopen(arguments[1], "r");
          if (!input || fscanf(input, "%ld", &secret) != 1) return 3;
          setvbuf(stdout, NULL, _IOLBF, 0);
          for (int asked = 0; asked < 10; asked++) {
              if (scanf("%ld", &guess) != 1) break;
              if (guess == secret) { puts("correct"); return 42; }
              puts(guess < secret ? "higher" : "lower");
          }
          char path[300];
          snprintf(path, sizeof path, "%sjudgemessage.txt", arguments[3]);
          FILE *message = fopen(path, "w");
          fputs("too many questions", message);
          fclose(message);
          return 43;
      }
      """;

  private static final String PYTHON =
      """
      import sys
      secret = int(open(sys.argv[1]).read())
      for asked in range(10):
          line = sys.stdin.readline()
          if not line:
              break
          guess = int(line)
          if guess == secret:
              print('correct', flush=True)
              sys.exit(42)
          print('higher' if guess < secret else 'lower', flush=True)
      with open(sys.argv[3] + 'judgemessage.txt', 'w') as message:
          message.write('too many questions')
      sys.exit(43)
      """;

  private static final String TESTLIB =
      """
      #include "testlib.h"
      int main(int argc, char **argv) {
          registerInteraction(argc, argv);
          int secret = inf.readInt(), asked = 0;
          for (; asked < 10; asked++) {
              int guess = ouf.readInt();
              if (guess == secret) { std::cout << "correct" << std::endl; break; }
              std::cout << (guess < secret ? "higher" : "lower") << std::endl;
          }
          tout << asked << std::endl;
          if (asked == 10) quitf(_wa, "too many questions");
          quitf(_ok, "%d questions", asked + 1);
      }
      """;

  private static final String BISECTION =
      """
      low, high = 1, 1000
      while True:
          middle = (low + high) // 2
          print(middle, flush=True)
          answer = input()
          if answer == 'correct':
              break
          if answer == 'higher':
              low = middle + 1
          else:
              high = middle - 1
      """;

  private static EngineJudge judge;

  @BeforeAll
  static void start() {
    judge = new EngineJudge();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    judge.close();
  }

  private static ProblemFixture guessing(String kind) {
    return switch (kind) {
      case "cpp" -> interactive(CheckerProtocol.KATTIS, "cpp", "interact.cpp", CPP);
      case "python" -> interactive(CheckerProtocol.KATTIS, "python", "interact.py", PYTHON);
      case "testlib" -> interactive(CheckerProtocol.TESTLIB, "cpp", "interact.cpp", TESTLIB);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static ProblemFixture interactive(
      CheckerProtocol protocol, String language, String file, String source) {
    ProblemFixture problem = judge.problem().secret("1", "700\n", "");
    problem.checking =
        new Checking.Interactive(
            new Validator(problem.program(language, file, source), protocol), Optional.empty());
    return problem;
  }

  private static SubmissionResult judged(ProblemFixture problem, String python) {
    return judge.judge(problem.definition(), Program.python(python));
  }

  private static TestResult first(SubmissionResult result) {
    return result.tests().getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python", "testlib"})
  void aProgramThatAsksWellIsAccepted(String interactor) {
    ProblemFixture problem = guessing(interactor).secret("2", "1\n", "").secret("3", "1000\n", "");
    SubmissionResult result = judged(problem, BISECTION);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.tests()).hasSize(3);
    assertThat(first(result).ofProblem().orElseThrow().judgeMessage())
        .contains("/4]<: 500\n")
        .contains("/7]>: higher\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python", "testlib"})
  void oneThatAsksTooOftenIsWrongHoweverItEnds(String interactor) {
    SubmissionResult result =
        judged(
            guessing(interactor),
            """
            while True:
                print(1, flush=True)
                input()
            """);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(first(result).message()).contains("too many questions");
    assertThat(first(result).ofProblem().orElseThrow().judgeMessage())
        .startsWith(interactor.equals("testlib") ? "wrong answer" : "too many questions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python"})
  void oneThatSpinsOnAfterItWasRejectedIsEndedByThat(String interactor) {
    ProblemFixture problem = guessing(interactor);
    Duration limit = Duration.ofMinutes(2);
    problem.time = Optional.of(limit);
    SubmissionResult result =
        judged(
            problem,
            """
            print('1\\n' * 10, flush=True)
            while True:
                pass
            """);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.WRONG_ANSWER);
    TestResult.Measured run = first(result).run().orElseThrow();
    assertThat(run.limit()).isEmpty();
    assertThat(run.signal()).contains(9);
    assertThat(run.cpu()).isLessThan(limit);
    assertThat(run.wall()).isLessThan(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python"})
  void aProgramThatCrashesFirstHasCrashed(String interactor) {
    SubmissionResult result =
        judged(guessing(interactor), "print(1, flush=True); input(); raise SystemExit(3)");
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.RUNTIME_ERROR);
    assertThat(first(result).message()).contains("exit code 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python"})
  void oneThatEndsEarlyAndWellIsWrong(String interactor) {
    SubmissionResult result = judged(guessing(interactor), "print(1, flush=True); input()");
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.WRONG_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "python"})
  void oneThatDoesNotFlushOrSpinsRunsIntoItsTime(String interactor) {
    ProblemFixture problem = guessing(interactor);
    problem.time = Optional.of(Duration.ofMillis(500));
    assertThat(judged(problem, "print(1, end=''); input()").verdict())
        .isEqualTo(Verdict.WALL_LIMIT);
    SubmissionResult spinning =
        judge.judge(
            problem.definition(), Program.cpp("int main() { for (volatile int i = 0;; i++); }"));
    assertThat(spinning.verdict()).as(spinning.message()).isEqualTo(Verdict.TIME_LIMIT);
  }

  @Test
  void aProgramThatSpeaksAfterItWasAcceptedIsAccepted() {
    SubmissionResult result =
        judged(guessing("cpp"), "print(700, flush=True); input(); print('thank you')");
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aCheckerJudgesWhatTheInteractorWroteDown() {
    ProblemFixture problem = guessing("testlib");
    problem.checking =
        new Checking.Interactive(
            ((Checking.Interactive) problem.checking).interactor(),
            Optional.of(
                new Validator(
                    problem.program(
                        "cpp",
                        "check.cpp",
                        """
                        #include "testlib.h"
                        int main(int argc, char **argv) {
                            registerTestlibCmd(argc, argv);
                            int asked = ouf.readInt();
                            if (asked > 3) quitf(_wa, "%d is too many", asked);
                            quitf(_ok, "few");
                        }
                        """),
                    CheckerProtocol.TESTLIB)));
    SubmissionResult many = judged(problem, BISECTION);
    assertThat(many.verdict()).as(many.message()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(first(many).message()).contains("is too many");
    SubmissionResult few = judged(problem, "print(700, flush=True); input()");
    assertThat(few.verdict()).as(few.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int main() { return 0; }",
        "int main() { __builtin_trap(); }",
        "int main() { for (volatile int i = 0;; i++); }",
        "int main() { oops }",
      })
  void aBrokenInteractorIsTheJurysFault(String source) {
    ProblemFixture problem = interactive(CheckerProtocol.KATTIS, "cpp", "interact.cpp", source);
    problem.validationTime = Optional.of(Duration.ofSeconds(1));
    problem.time = Optional.of(Duration.ofSeconds(5));
    ProblemVersion version = judge.add(problem.definition());
    SubmissionResult result = judge.judge(version, Program.python("input()"));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.INTERNAL_ERROR);
    assertThat(judge.quarantine.find(EngineJudge.TENANT, version.problem(), version.version()))
        .isPresent();
  }

  @Test
  void aProgramThatLeavesTheInteractorNoRoomIsWrongAndTheProblemStays() {
    ProblemVersion version = judge.add(guessing("cpp").definition());
    SubmissionResult result =
        judge.judge(
            version,
            Program.python(
                """
                import itertools, os
                written = 0
                try:
                    for n in itertools.count():
                        with open('%d' % n, 'wb', buffering=0) as file:
                            written += file.write(bytes(100000))
                except OSError:
                    pass
                try:
                    for n in itertools.count():
                        os.mkdir('d%d' % n)
                except OSError:
                    pass
                for asked in range(10):
                    print(1, flush=True)
                    input()
                """));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(first(result).message()).contains("too many questions");
    assertThat(judge.quarantine.find(EngineJudge.TENANT, version.problem(), version.version()))
        .isEmpty();
  }

  @Test
  void anInteractorThatNeverAnswersCostsTheProgramItsTime() {
    ProblemFixture problem =
        interactive(
            CheckerProtocol.KATTIS,
            "cpp",
            "interact.cpp",
            "#include <unistd.h>\nint main() { for (;;) pause(); }");
    problem.time = Optional.of(Duration.ofMillis(500));
    SubmissionResult result = judged(problem, "input()");
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.WALL_LIMIT);
  }

  @Test
  void theProgramNeverSeesTheInput() {
    SubmissionResult result =
        judged(
            guessing("cpp"),
            """
            import os
            found = []
            for place in ['/box/peer', '/box/peer-app']:
                try:
                    found += os.listdir(place)
                except OSError:
                    pass
            for pid in os.listdir('/proc'):
                if pid.isdigit():
                    for file in ['cwd/input.in', 'root/box/peer/input.in', 'fd/0']:
                        try:
                            if int(pid) != os.getpid():
                                found.append(open('/proc/%s/%s' % (pid, file)).read(1))
                        except (OSError, ValueError):
                            pass
            if found:
                raise SystemExit(9)
            print(700, flush=True)
            """);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }
}
