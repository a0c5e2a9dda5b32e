package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.EngineJudge.Program;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Validator;
import dev.glovebox.submission.Quarantine;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.ProblemFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkers in real sandboxes: every protocol, and everything a broken one can do. */
@Tag("docker")
class CheckerJudgingTest {

  private static final String LINE = "print(input())";

  private static EngineJudge judge;

  @BeforeAll
  static void start() {
    judge = new EngineJudge();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    judge.close();
  }

  private static ProblemFixture checked(CheckerProtocol protocol, String python) {
    return judge
        .problem()
        .secret("1", "the input\n", "the answer\n")
        .checkedBy(protocol, "python", "check.py", python);
  }

  private static ProblemFixture scored(CheckerProtocol protocol, String python) {
    ProblemFixture problem = checked(protocol, python);
    problem.scoring = true;
    problem.scoringOfRoot = new Scoring.Sum();
    return problem;
  }

  private static SubmissionResult judged(ProblemFixture problem) {
    return judge.judge(problem.definition(), Program.python(LINE));
  }

  private static String first(SubmissionResult result) {
    TestResult test = result.tests().getFirst();
    return test.verdict().code()
        + test.ofProblem()
            .flatMap(TestResult.OfProblem::score)
            .map(score -> " " + score.toPlainString())
            .orElse("");
  }

  private static TestResult.OfProblem said(SubmissionResult result) {
    return result.tests().getFirst().ofProblem().orElseThrow();
  }

  /** Ends as the judge's own fault, takes the version out of use and says why. */
  private static Quarantine.Case broken(ProblemFixture problem) {
    ProblemVersion version = judge.add(problem.definition());
    SubmissionResult result = judge.judge(version, Program.python(LINE));
    assertThat(result.verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
    Quarantine.Case found =
        judge
            .quarantine
            .find(EngineJudge.TENANT, version.problem(), version.version())
            .orElseThrow();
    assertThat(result.message()).isEqualTo(found.reason());
    return found;
  }

  // Kattis

  @ParameterizedTest
  @CsvSource({"42, AC", "43, WA"})
  void kattisExitCodes(int code, String verdict) {
    SubmissionResult result =
        judged(checked(CheckerProtocol.KATTIS, "import sys; sys.exit(%d)".formatted(code)));
    assertThat(first(result)).isEqualTo(verdict);
  }

  @Test
  void aKattisCheckerGetsInputAnswerFeedbackArgumentsAndTheOutput() {
    ProblemFixture problem = judge.problem();
    problem.tests.add(problem.test("secret/1", "the input\n", "the answer\n", "one", "two words"));
    problem.checkedBy(
        CheckerProtocol.KATTIS,
        "python",
        "check.py",
        """
        import os, sys
        name, given, answer, feedback, *more = sys.argv
        assert open(given).read() == 'the input\\n'
        assert open(answer).read() == 'the answer\\n'
        assert feedback.endswith('/') and os.path.isdir(feedback)
        open(feedback + 'judgemessage.txt', 'w').close()
        assert more == ['one', 'two words'], more
        assert sys.stdin.read() == 'the input\\n'
        sys.exit(42)
        """);
    SubmissionResult result = judged(problem);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void theCheckerIsNotAskedWhenTheProgramFailed() {
    ProblemFixture problem = checked(CheckerProtocol.KATTIS, "import sys; sys.exit(1)");
    SubmissionResult result =
        judge.judge(problem.definition(), Program.python("print(input()); raise SystemExit(3)"));
    assertThat(result.verdict()).isEqualTo(Verdict.RUNTIME_ERROR);
  }

  @Test
  void anEmptyOutputThatIsRejectedIsNoOutput() {
    ProblemFixture problem = checked(CheckerProtocol.KATTIS, "import sys; sys.exit(43)");
    assertThat(judge.judge(problem.definition(), Program.python("")).verdict())
        .isEqualTo(Verdict.NO_OUTPUT);
  }

  @Test
  void severalCheckersMustAllAccept() {
    ProblemFixture problem = judge.problem().secret("1", "a", "b").secret("2", "b", "a");
    problem.checking =
        new Checking.Checked(
            List.of(
                new Validator(
                    problem.program("python", "one.py", "import sys; sys.exit(42)"),
                    CheckerProtocol.KATTIS),
                new Validator(
                    problem.program(
                        "python",
                        "two.py",
                        "import sys; sys.exit(42 if sys.stdin.read() == 'a\\n' else 43)"),
                    CheckerProtocol.KATTIS)));
    SubmissionResult result = judged(problem);
    assertThat(result.tests())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aCheckerMayBringScripts(boolean build) {
    ProblemFixture problem = judge.problem().secret("1", "a", "a\n");
    String script = "#!/bin/sh\ncmp -s - \"$2\" && exit 42\nexit 43\n";
    JuryProgram program =
        new JuryProgram(
            "output_validators/scripts",
            build
                ? List.of(
                    new PackageFile(
                        "build",
                        judge.blobs.text("#!/bin/sh\nset -e\ncp real.sh run\nchmod +x run\n"),
                        false),
                    new PackageFile("real.sh", judge.blobs.text(script), false))
                : List.of(new PackageFile("run", judge.blobs.text(script), false)),
            new JuryProgram.Start.ByScripts(build));
    problem.checking =
        new Checking.Checked(List.of(new Validator(program, CheckerProtocol.KATTIS)));
    SubmissionResult right = judged(problem);
    assertThat(right.verdict()).as(right.message()).isEqualTo(Verdict.ACCEPTED);
    assertThat(judge.judge(problem.definition(), Program.python("print('b')")).verdict())
        .isEqualTo(Verdict.WRONG_ANSWER);
  }

  @Test
  void aCheckerIsCompiledOnceForAllSubmissions() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a").secret("2", "b", "b");
    problem.checkedBy(
        CheckerProtocol.KATTIS, "cpp", "check.cpp", "int main() { return 42; } // compiled once");
    ProblemVersion version = judge.add(problem.definition());
    long before = compiled();
    for (int i = 0; i < 2; i++) {
      assertThat(judge.judge(version, Program.python(LINE)).verdict()).isEqualTo(Verdict.ACCEPTED);
    }
    assertThat(compiled() - before).isEqualTo(1);
  }

  private static long compiled() {
    var timer =
        judge
            .registry
            .find("glovebox.run.duration")
            .tag("phase", "compile-jury")
            .tag("language", "cpp")
            .timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  void aCheckerMayBeInJava() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a");
    problem.checkedBy(
        CheckerProtocol.KATTIS,
        "java",
        "Check.java",
        """
        import java.nio.file.*;
        public class Check {
          public static void main(String[] args) throws Exception {
            String answer = Files.readString(Path.of(args[1])).strip();
            String output = new String(System.in.readAllBytes()).strip();
            System.exit(answer.equals(output) ? 42 : 43);
          }
        }
        """);
    SubmissionResult result = judged(problem);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  // What a Kattis checker leaves

  private static String leaves(String files, int code) {
    StringBuilder python = new StringBuilder("import sys\n");
    for (String file : files.split(";")) {
      String[] parts = file.split("=", 2);
      python.append("open(sys.argv[3] + '%s', 'w').write('%s')\n".formatted(parts[0], parts[1]));
    }
    return python + "sys.exit(%d)\n".formatted(code);
  }

  @Test
  void messagesForTheJuryAndTheTeamAreTold() {
    SubmissionResult result =
        judged(
            checked(
                CheckerProtocol.KATTIS,
                leaves(
                    "judgemessage.txt=line 3 \\x1b[2J is wrong;teammessage.txt=look again", 43)));
    assertThat(first(result)).isEqualTo("WA");
    assertThat(said(result).judgeMessage()).isEqualTo("line 3 \\u{1b}[2J is wrong");
    assertThat(said(result).teamMessage()).isEqualTo("look again");
    assertThat(result.message()).isEqualTo("test secret/1: line 3 \\u{1b}[2J is wrong");
  }

  @ParameterizedTest
  @CsvSource({
    "score.txt=12.5,              AC 12.5",
    "score.txt= 3e1 ,             AC 30",
    "score.txt=0,                 AC 0",
    "judgemessage.txt=fine,       AC 1",
  })
  void aScoreThatAKattisCheckerGives(String files, String expected) {
    assertThat(first(judged(scored(CheckerProtocol.KATTIS, leaves(files, 42)))))
        .isEqualTo(expected);
  }

  @Test
  void aMultiplierIsOfWhatTheTestCanBeWorth() {
    ProblemFixture problem =
        scored(CheckerProtocol.KATTIS, leaves("score_multiplier.txt=0.25", 42));
    problem.scoringOfRoot =
        new Scoring.Kattis2025(
            Optional.of(new BigDecimal(40)),
            Scoring.Kattis2025.Aggregation.SUM,
            List.of(),
            Optional.empty());
    assertThat(first(judged(problem))).isEqualTo("AC 10");
  }

  @ParameterizedTest
  @CsvSource({
    "score.txt=1,              43, true,  'although it did not accept'",
    "score_multiplier.txt=1,   43, true,  'although it did not accept'",
    "score.txt=1,              42, false, 'without scores'",
    "score.txt=many,           42, true,  'is no number'",
    "score.txt=nan,            42, true,  'is no number'",
    "score.txt=1e99999,        42, true,  'is no number'",
    "score.txt=,               42, true,  'is no number'",
    "score_multiplier.txt=1.5, 42, true,  'not between 0 and 1'",
    "score_multiplier.txt=-1,  42, true,  'not between 0 and 1'",
  })
  void aScoreAgainstTheRulesBreaksTheChecker(
      String files, int code, boolean scoring, String reason) {
    String python = leaves(files, code);
    ProblemFixture problem =
        scoring ? scored(CheckerProtocol.KATTIS, python) : checked(CheckerProtocol.KATTIS, python);
    problem.format = PackageFormat.KATTIS_2025_09;
    assertThat(broken(problem).reason()).contains(reason);
  }

  @Test
  void inTheLegacyFormatAScoreOfRejectedOutputMeansNothing() {
    ProblemFixture problem = scored(CheckerProtocol.KATTIS, leaves("score.txt=7", 43));
    assertThat(first(judged(problem))).isEqualTo("WA 0");
  }

  @Test
  void aLinkInTheFeedbackFolderIsNotFollowed() {
    SubmissionResult result =
        judged(
            checked(
                CheckerProtocol.KATTIS,
                "import os, sys\nos.symlink('/etc/passwd', sys.argv[3] + 'teammessage.txt')\nsys.exit(43)"));
    assertThat(first(result)).isEqualTo("WA");
    assertThat(said(result).teamMessage()).isEmpty();
  }

  @Test
  void aCheckerThatLeavesTooMuchIsBroken() {
    ProblemFixture problem =
        checked(
            CheckerProtocol.KATTIS,
            "import sys\nfor i in range(5): open(sys.argv[3] + str(i), 'wb').write(bytes(7_000_000))\nsys.exit(42)");
    assertThat(broken(problem).reason()).contains("left more files than can be read");
  }

  // Several passes

  /** Passes on what it got, one more each time, and remembers in a file how often it was asked. */
  private static ProblemFixture passing(int passes, String lastly) {
    ProblemFixture problem =
        checked(
            CheckerProtocol.KATTIS,
            """
            import os, sys
            log = sys.argv[3] + 'log'
            count = len(open(log).read()) if os.path.exists(log) else 0
            open(log, 'a').write('x')
            assert not os.path.exists(sys.argv[3] + 'nextpass.in')
            assert open(sys.argv[2]).read() == 'the answer\\n'
            said = sys.stdin.read().strip()
            if count < 2:
                open(sys.argv[3] + 'judgemessage.txt', 'a').write(said + ';')
                open(sys.argv[3] + 'nextpass.in', 'w').write(said + '!')
                sys.exit(42)
            %s
            """
                .formatted(lastly));
    problem.passes = passes;
    return problem;
  }

  @Test
  void theProgramIsRunAgainOnWhatTheCheckerAsks() {
    SubmissionResult result = judged(passing(3, "sys.exit(42 if said == 'the input!!' else 43)"));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
    assertThat(said(result).passes()).isEqualTo(3);
    assertThat(said(result).judgeMessage()).isEqualTo("the input;the input!;");
  }

  @Test
  void aPassThatIsRejectedEndsTheTest() {
    SubmissionResult result = judged(passing(9, "sys.exit(43)"));
    assertThat(first(result)).isEqualTo("WA");
    assertThat(said(result).passes()).isEqualTo(3);
  }

  @Test
  void moreThanTheAllowedPassesBreakTheChecker() {
    assertThat(broken(passing(2, "sys.exit(42)")).reason()).contains("more than the 2 passes");
  }

  @Test
  void anotherPassAfterARejectionBreaksTheChecker() {
    ProblemFixture problem = checked(CheckerProtocol.KATTIS, leaves("nextpass.in=x", 43));
    problem.passes = 2;
    assertThat(broken(problem).reason()).contains("although it did not accept");
  }

  @Test
  void aNextPassInAProblemOfOnePassMeansNothing() {
    SubmissionResult result = judged(checked(CheckerProtocol.KATTIS, leaves("nextpass.in=x", 42)));
    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(said(result).passes()).isEqualTo(1);
  }

  // testlib

  @ParameterizedTest
  @CsvSource({
    "0, ok fine,                       AC",
    "1, wrong answer no,               WA",
    "2, wrong output format no,        PE",
    "4, wrong output format dirt,      PE",
    "8, unexpected eof,                PE",
    "7, points 3.5 of them,            AC",
    "7, points 0 of them,              WA",
    "80, partially correct (30) some,  WA",
  })
  void testlibExitCodes(int code, String words, String verdict) {
    ProblemFixture problem = checked(CheckerProtocol.TESTLIB, says(code, words));
    SubmissionResult result = judged(problem);
    assertThat(first(result)).isEqualTo(verdict);
    assertThat(said(result).judgeMessage()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok fine,                       AC 1",
    "1, wrong answer no,               WA 0",
    "7, points 3.50 of them,           AC 3.5",
    "7, points 7,                      AC 7",
  })
  void testlibPoints(int code, String words, String expected) {
    assertThat(first(judged(scored(CheckerProtocol.TESTLIB, says(code, words)))))
        .isEqualTo(expected);
  }

  private static String says(int code, String words) {
    return "import sys; print('%s', file=sys.stderr); sys.exit(%d)".formatted(words, code);
  }

  @ParameterizedTest
  @CsvSource({
    "3, FAIL the jury,        failed",
    "5, what,                 'exit code 5'",
    "9, what,                 'exit code 9'",
    "7, points,               'did not say how many'",
    "7, points many,          'did not say how many'",
    "7, points nan,           'did not say how many'",
    "7, points -1,            'negative points'",
    "80, some,                'exit code 80'",
  })
  void aTestlibCheckerThatIsBroken(int code, String words, String reason) {
    Quarantine.Case found = broken(checked(CheckerProtocol.TESTLIB, says(code, words)));
    assertThat(found.reason()).contains("check.py", reason);
    assertThat(found.evidence()).isEqualTo(words);
  }

  @ParameterizedTest
  @EnumSource(names = {"TESTLIB", "TESTLIB_APPES"})
  void aPackageWithoutATestlibOfItsOwnGetsOurs(CheckerProtocol protocol) {
    ProblemFixture problem =
        judge.problem().secret("1", "1 2\n", "3").secret("2", "5 5\n", "10").secret("3", "x", "7");
    problem.checkedBy(
        protocol,
        "cpp",
        "check.cpp",
        """
        #include "testlib.h"
        int main(int argc, char* argv[]) {
          setName("compare numbers");
          registerTestlibCmd(argc, argv);
          int expected = ans.readInt(), found = ouf.readInt();
          if (expected != found) quitf(_wa, "expected %d, found %d", expected, found);
          quitf(_ok, "the number is %d", found);
        }
        """);
    ProblemVersion version = judge.add(problem.definition());
    SubmissionResult result =
        judge.judge(
            version,
            Program.python("s = input()\nprint({'1 2': '3 ', '5 5': '11', 'x': 'seven'}[s])")
                .withAllTests());
    assertThat(result.tests())
        .extracting(TestResult::verdict)
        .as(result.message())
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.PRESENTATION_ERROR);
    assertThat(result.tests())
        .extracting(test -> test.ofProblem().orElseThrow().judgeMessage())
        .containsExactly(
            "ok the number is 3",
            "wrong answer expected 10, found 11",
            "wrong output format Expected integer, but \"seven\" found");
    SubmissionResult tooMuch = judge.judge(version, Program.python("print(3, 4)"));
    assertThat(first(tooMuch)).isEqualTo("PE");
  }

  @Test
  void aHeaderOfThePackagesOwnWins() {
    ProblemFixture problem = judge.problem().secret("1", "a", "b");
    problem.checking =
        new Checking.Checked(
            List.of(
                new Validator(
                    new JuryProgram(
                        "check",
                        List.of(
                            new PackageFile(
                                "check.cpp",
                                judge.blobs.text(
                                    "#include \"testlib.h\"\nint main() { return own; }"),
                                false),
                            new PackageFile(
                                "testlib.h", judge.blobs.text("const int own = 1;"), false)),
                        new JuryProgram.Start.ByLanguage("cpp", Optional.empty())),
                    CheckerProtocol.TESTLIB)));
    assertThat(first(judged(problem))).isEqualTo("WA");
  }

  // CMS

  @ParameterizedTest
  @CsvSource({
    "1.0, false, AC",
    "0.5, false, WA",
    "0.0, false, WA",
    "1.0, true,  AC 1",
    "0.0, true,  WA 0",
  })
  void cmsOutcomes(String outcome, boolean scoring, String expected) {
    String python =
        """
        import sys
        given, answer, output = (open(name).read() for name in sys.argv[1:])
        assert (given, answer, output) == ('the input\\n', 'the answer\\n', 'the input\\n')
        print(%s)
        print('translate:wrong\\nADMIN_MESSAGE: look here', file=sys.stderr)
        """
            .formatted(outcome);
    SubmissionResult result =
        judged(
            scoring ? scored(CheckerProtocol.CMS, python) : checked(CheckerProtocol.CMS, python));
    assertThat(first(result)).as(result.message()).isEqualTo(expected);
    assertThat(said(result).teamMessage()).isEqualTo("Output isn't correct");
    assertThat(said(result).judgeMessage()).isEqualTo("look here");
  }

  @ParameterizedTest
  @CsvSource({
    "print('nan'),                     'no outcome'",
    "print(1.5),                       'no outcome'",
    "print(-0.5),                      'no outcome'",
    "pass,                             'no outcome'",
    "print(1); raise SystemExit(1),    'exit code 1'",
  })
  void aCmsCheckerThatIsBroken(String python, String reason) {
    assertThat(broken(checked(CheckerProtocol.CMS, python)).reason()).contains(reason);
  }

  // Graders

  @Test
  void aGraderSaysWhatAGroupIsWorth() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a").secret("2", "b", "x");
    problem.scoring = true;
    problem.scoringOfRoot = graded(problem, GRADER);
    SubmissionResult result = judged(problem);
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.score().orElseThrow()).isEqualByComparingTo("12.5");
  }

  private static final String GRADER =
      """
      import sys
      assert sys.argv[1:] == ['bonus=2.5'], sys.argv
      lines = sys.stdin.read().split()
      assert lines == ['AC', '10', 'WA', '0'], lines
      print('AC', 10 + float(sys.argv[1][6:]))
      """;

  private static Scoring.KattisLegacy graded(ProblemFixture problem, String python) {
    return new Scoring.KattisLegacy(
        true,
        Scoring.KattisLegacy.VerdictMode.WORST_ERROR,
        Scoring.KattisLegacy.ScoreMode.SUM,
        false,
        false,
        BigDecimal.TEN,
        BigDecimal.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.of(problem.program("python", "grade.py", python)),
        List.of("bonus=2.5"));
  }

  @ParameterizedTest
  @CsvSource({
    "print('AC'),                       'did not write'",
    "print('AC nan'),                   'did not write'",
    "print('JE 0'),                     'did not write'",
    "print('OK 1'),                     'did not write'",
    "print('AC 1'); raise SystemExit(1), 'exit code 1'",
  })
  void aGraderThatIsBroken(String python, String reason) {
    ProblemFixture problem = judge.problem().secret("1", "a", "a");
    problem.scoring = true;
    problem.scoringOfRoot = graded(problem, python);
    assertThat(broken(problem).reason()).contains("the grader", reason);
  }

  // Broken and hostile ones

  @ParameterizedTest
  @CsvSource({
    "0,  'exit code 0'",
    "1,  'exit code 1'",
    "41, 'exit code 41'",
  })
  void anyOtherExitCodeBreaksAKattisChecker(int code, String reason) {
    assertThat(
            broken(checked(CheckerProtocol.KATTIS, "import sys; sys.exit(%d)".formatted(code)))
                .reason())
        .contains(reason, "neither 42 nor 43");
  }

  @Test
  void aCheckerThatCrashesIsTheJurysFault() {
    Quarantine.Case found =
        broken(
            checked(
                CheckerProtocol.KATTIS,
                "import os, sys; print('\\x1b[31mred', file=sys.stderr, flush=True); os.kill(os.getpid(), 11)"));
    assertThat(found.reason()).contains("signal 11");
    assertThat(found.evidence()).isEqualTo("\\u{1b}[31mred");
  }

  @Test
  void aCheckerThatCantBeCompiledIsTheJurysFault() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a");
    problem.checkedBy(CheckerProtocol.KATTIS, "cpp", "check.cpp", "int main( { no such thing");
    Quarantine.Case found = broken(problem);
    assertThat(found.reason()).contains("check.cpp can't be compiled");
    assertThat(found.evidence()).contains("error");
  }

  @Test
  void aBuildScriptThatFailsIsTheJurysFault() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a");
    problem.checking =
        new Checking.Checked(
            List.of(
                new Validator(
                    new JuryProgram(
                        "check",
                        List.of(
                            new PackageFile("build", judge.blobs.text("#!/no/such/shell\n"), true)),
                        new JuryProgram.Start.ByScripts(true)),
                    CheckerProtocol.KATTIS)));
    assertThat(broken(problem).reason()).contains("can't be built");
  }

  @Test
  void aCheckerThatHangsOrBurnsTimeIsEnded() {
    ProblemFixture burns = checked(CheckerProtocol.KATTIS, "while True: pass");
    burns.validationTime = Optional.of(Duration.ofSeconds(1));
    // On a machine that is busy otherwise it may be the wall clock.
    assertThat(broken(burns).reason())
        .containsAnyOf("needed more than its 1 s of CPU time", "did not end within");
    ProblemFixture hangs = checked(CheckerProtocol.KATTIS, "import time; time.sleep(600)");
    hangs.validationTime = Optional.of(Duration.ofMillis(100));
    assertThat(broken(hangs).reason()).contains("did not end within");
  }

  @Test
  void aCheckerThatFloodsIsEnded() {
    assertThat(broken(checked(CheckerProtocol.KATTIS, "while True: print('x' * 10000)")).reason())
        .contains("wrote more than its 8 MiB");
  }

  @Test
  void aCheckerThatEatsMemoryIsEnded() {
    ProblemFixture problem =
        checked(CheckerProtocol.KATTIS, "a = []\nwhile True: a.append(bytearray(10_000_000))");
    problem.validationMemory = Optional.of(64L << 20);
    assertThat(broken(problem).reason()).contains("memory");
  }

  /** What it tries is all refused, so that it ends as it would have without. */
  @Test
  void aCheckerCantReachAnythingButItsFiles() {
    SubmissionResult result =
        judged(
            checked(
                CheckerProtocol.KATTIS,
                """
                import os, socket, sys
                def refused(what):
                    try:
                        what()
                    except OSError:
                        return
                    sys.exit('not refused')
                refused(lambda: open('/etc/passwd', 'a'))
                refused(lambda: open('/box/app/check.py', 'a'))
                refused(lambda: open('/box/other', 'w'))
                refused(lambda: socket.create_connection(('192.0.2.1', 80), 1))
                refused(lambda: os.setuid(0))
                refused(lambda: os.listdir('/proc/1/fd'))
                open('own', 'w').close()
                sys.exit(42)
                """));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  /** One that leaves processes and files behind does not disturb its own next run. */
  @Test
  void aCheckerStartsAfreshForEveryTest() {
    ProblemFixture problem = judge.problem().secret("1", "a", "a").secret("2", "b", "b");
    problem.checkedBy(
        CheckerProtocol.KATTIS,
        "python",
        "check.py",
        """
        import os, sys
        if os.path.exists('left') or os.path.exists('/tmp/left'):
            sys.exit(1)
        open('left', 'w').close()
        open('/tmp/left', 'w').close()
        if os.fork() == 0:
            while True: pass
        sys.exit(42)
        """);
    assertThat(judged(problem).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void whatACheckerSaysIsCutAndMadeSafe() {
    SubmissionResult result =
        judged(
            checked(
                CheckerProtocol.TESTLIB,
                "import sys; sys.stderr.buffer.write(b'wrong answer \\x1b[2J\\xff\\xe2\\x80\\xae' + b'x' * 100000); sys.exit(1)"));
    assertThat(said(result).judgeMessage())
        .startsWith("wrong answer \\u{1b}[2J\ufffd\\u{202e}xxx")
        .endsWith(" …")
        .hasSizeLessThan(CheckerText.MOST + 40);
    assertThat(result.message()).hasSizeLessThan(300);
  }
}
