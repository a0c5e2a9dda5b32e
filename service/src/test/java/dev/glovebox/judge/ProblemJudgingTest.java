package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.EngineJudge.Program;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.GroupResult;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.ProblemFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Submissions against problems in real sandboxes. */
@Tag("docker")
class ProblemJudgingTest {

  private static final String ADDS = "a, b = map(int, input().split())\nprint(a + b)\n";

  private static EngineJudge judge;

  @BeforeAll
  static void start() {
    judge = new EngineJudge();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    judge.close();
  }

  private static ProblemFixture sums() {
    return judge.problem().secret("1", "1 2", "3\n").secret("2", "2 2", "4\n");
  }

  private static List<Verdict> verdicts(SubmissionResult result) {
    return result.tests().stream().map(TestResult::verdict).toList();
  }

  private static TestResult.OfProblem ofProblem(SubmissionResult result, int number) {
    return result.tests().get(number - 1).ofProblem().orElseThrow();
  }

  @Test
  void filesTakeThePlaceOfStandardStreams() {
    Program program =
        Program.python(
                """
                import os, sys
                assert sys.stdin.read() == ''
                kind = open('sums.in').read().strip()
                if kind == 'link':
                    os.symlink('/etc/hostname', 'sums.out')
                elif kind == 'folder':
                    os.mkdir('sums.out')
                elif kind == 'stdout':
                    print('ok')
                else:
                    with open('sums.out', 'w') as out:
                        out.write('ok' if kind == 'right' else 'x' * 3_000_000 if kind == 'large' else 'no')
                """)
            .withAllTests();
    ProblemFixture problem = judge.problem();
    problem.output = Optional.of(1L << 20);
    problem.files = new ProgramFiles(Optional.of("sums.in"), Optional.of("sums.out"), true);
    for (String kind : List.of("right", "wrong", "large", "link", "folder", "stdout")) {
      problem.secret(kind, kind, "ok");
    }

    assertThat(judge.judge(problem.definition(), program).tests())
        .extracting(TestResult::verdict)
        .containsExactly(
            Verdict.ACCEPTED,
            Verdict.WRONG_ANSWER,
            Verdict.OUTPUT_LIMIT,
            Verdict.NO_OUTPUT,
            Verdict.NO_OUTPUT,
            Verdict.NO_OUTPUT);
  }

  @ParameterizedTest
  @EnumSource
  void whatMayNotWriteFilesCanStillReadThem(IsolationTier tier) {
    Program program =
        Program.cpp(
                """
                #include <cstdio>
                int main() {
                    FILE *given = fopen("given.txt", "r");
                    char word[10] = "";
                    if (!given || fscanf(given, "%9s", word) != 1) return 1;
                    if (getchar() == 'w') {
                        FILE *made = fopen("made.txt", "w");
                        if (!made || fputs(word, made) < 0 || fclose(made)) return 2;
                    }
                    puts(word);
                }
                """)
            .withAllTests()
            .under(tier);
    ProblemFixture problem = judge.problem();
    PackageFile given = new PackageFile("given.txt", judge.blobs.text("ok"), false);
    for (String input : List.of("r", "w")) {
      ProblemTest plain = problem.test("secret/" + input, input, "ok");
      problem.tests.add(
          new ProblemTest(
              plain.path(),
              plain.input(),
              plain.answer(),
              plain.points(),
              plain.arguments(),
              plain.checkerArguments(),
              plain.comparison(),
              List.of(given),
              plain.sample()));
    }

    assertThat(judge.judge(problem.definition(), program).verdict()).isEqualTo(Verdict.ACCEPTED);

    problem.files = new ProgramFiles(Optional.empty(), Optional.empty(), false);
    SubmissionResult result = judge.judge(problem.definition(), program);
    assertThat(result.tests())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.ACCEPTED, Verdict.RUNTIME_ERROR);
    assertThat(result.tests().getLast().message()).contains("wrote to a file");
  }

  @Test
  void theProblemsLimitOfCompilationsHoldsAlsoWhereTheProgramIsKnown() {
    Program program =
        Program.cpp("#include <bits/stdc++.h>\nint main() { std::cout << \"ok 1\"; }\n");
    ProblemFixture problem = judge.problem().secret("1", "", "ok 1");
    assertThat(judge.judge(problem.definition(), program).verdict()).isEqualTo(Verdict.ACCEPTED);

    problem.compilationTime = Optional.of(Duration.ofMillis(50));
    SubmissionResult result = judge.judge(problem.definition(), program);

    assertThat(result.verdict()).isEqualTo(Verdict.COMPILE_ERROR);
    assertThat(result.compile().orElseThrow().message()).contains("0.05 s of CPU time");
  }

  @ParameterizedTest
  @EnumSource
  void theProblemsLimitOfCompilersMemoryHolds(IsolationTier tier) {
    Program program =
        Program.cpp("#include <bits/stdc++.h>\nint main() { std::cout << \"ok 2\"; }\n")
            .under(tier);
    ProblemFixture problem = judge.problem().secret("1", "", "ok 2");
    problem.compilationMemory = Optional.of(24L << 20);
    SubmissionResult result = judge.judge(problem.definition(), program);

    assertThat(result.verdict()).as("%s", result).isEqualTo(Verdict.COMPILE_ERROR);
    assertThat(result.compile().orElseThrow().message())
        .isEqualTo("the compiler needed more memory than the 24 MiB it may have");
    assertThat(result.compile().orElseThrow().limit()).contains(TestResult.LimitFired.MEMORY);

    problem.compilationMemory = Optional.of(1L << 30);
    assertThat(judge.judge(problem.definition(), program).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aRightProgramIsAccepted() {
    SubmissionResult result = judge.judge(sums().definition(), Program.python(ADDS));
    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.score()).isEmpty();
    assertThat(verdicts(result)).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
    assertThat(ofProblem(result, 2).path()).isEqualTo("secret/2");
    assertThat(result.groups()).extracting(GroupResult::path).containsExactly("");
  }

  @Test
  void theFirstWrongAnswerEndsIt() {
    ProblemFixture problem = sums().secret("3", "5 5", "10");
    SubmissionResult result = judge.judge(problem.definition(), Program.python("print(3)"));
    assertThat(result.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(result.message()).startsWith("test secret/2: Wrong answer");
    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.SKIPPED);
  }

  @Test
  void allTestsCanBeRun() {
    ProblemFixture problem = sums().secret("3", "1 2", "3");
    SubmissionResult result =
        judge.judge(problem.definition(), Program.python("print(3)").withAllTests());
    assertThat(result.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
  }

  @Test
  void aTestMayHaveAComparisonAndArgumentsAndFilesOfItsOwn() {
    ProblemFixture problem = judge.problem();
    ProblemTest plain = problem.test("secret/1", "", "0.5 hello");
    problem.tests.add(
        new ProblemTest(
            plain.path(),
            plain.input(),
            plain.answer(),
            Optional.empty(),
            List.of("argument"),
            List.of(),
            Optional.of(
                new Comparison.Kattis(
                    true, false, Optional.of(new java.math.BigDecimal("0.01")), Optional.empty())),
            List.of(new PackageFile("data.txt", judge.blobs.text("hello"), false)),
            false));
    SubmissionResult result =
        judge.judge(
            problem.definition(),
            Program.python(
                "import sys\nassert sys.argv[1:] == ['argument']\nprint(0.501, open('data.txt').read())"));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void includedFilesAreBesideTheSourcesAndTheirEntryWins() {
    ProblemFixture problem = sums();
    problem.include.put(
        "python",
        List.of(
            new PackageFile(
                "grader.py",
                judge.blobs.text(
                    "import solution\nprint(solution.add(*map(int, input().split())))"),
                false)));
    SubmissionResult result =
        judge.judge(
            problem.definition(),
            new Program(
                "python",
                List.of(
                    new SourceFile("solution.py", "def add(a, b): return a + b".getBytes(UTF_8))),
                false));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void includedSourcesAreCompiledWithTheSubmissions() {
    ProblemFixture problem = sums();
    problem.include.put(
        "cpp",
        List.of(
            new PackageFile(
                "grader.cpp",
                judge.blobs.text(
                    "#include \"add.h\"\n#include <cstdio>\nint main(){int a,b;scanf(\"%d %d\",&a,&b);printf(\"%d\",add(a,b));}"),
                false),
            new PackageFile("add.h", judge.blobs.text("int add(int a, int b);"), false)));
    SubmissionResult result =
        judge.judge(
            problem.definition(),
            Program.cpp("#include \"add.h\"\nint add(int a, int b) { return a + b; }"));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void anEndlessPrinterIsTooSlowAndManyWordsOnStandardErrorAreNothing() {
    ProblemFixture problem = sums();
    problem.output = Optional.of(100_000L);
    problem.time = Optional.of(Duration.ofMillis(300));
    SubmissionResult endless =
        judge.judge(
            problem.definition(),
            Program.cpp("#include <cstdio>\nint main(){for(;;)puts(\"hello\");}"));
    // On a machine that is busy otherwise it may be the wall clock.
    assertThat(endless.verdict()).isIn(Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);
    problem.time = Optional.of(Duration.ofSeconds(5));
    SubmissionResult talkative =
        judge.judge(
            problem.definition(),
            Program.python("import sys\nsys.stderr.write('x' * 300000)\n" + ADDS));
    assertThat(talkative.verdict()).as(talkative.message()).isEqualTo(Verdict.ACCEPTED);
    SubmissionResult loud = judge.judge(problem.definition(), Program.python("print('x'*300000)"));
    assertThat(loud.verdict()).isEqualTo(Verdict.OUTPUT_LIMIT);
  }

  @Test
  void whoeverMeasuresCanOverrideTheTimeLimit() {
    ProblemFixture problem = sums();
    problem.time = Optional.of(Duration.ofMillis(500));
    ProblemVersion version = judge.add(problem.definition());
    Program slow = Program.python("import time\nwhile time.process_time() < 1.2: pass\n" + ADDS);
    assertThat(judge.judge(version, slow).verdict()).isIn(Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);
    Overrides longer = new Overrides(Optional.of(Duration.ofSeconds(20)), false);
    assertThat(judge.judge(version, slow, Optional.of(longer)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void testDataIsReadOnceByAWorker() {
    ProblemVersion version =
        judge.add(judge.problem().secret("1", "7 8", "15 unique").definition());
    int before = judge.blobs.opened.get();
    judge.judge(version, Program.python("print(15, 'unique')"));
    judge.judge(version, Program.python("print(15, 'UNIQUE')"));
    assertThat(judge.blobs.opened.get() - before).isEqualTo(2);
  }

  @Test
  void aProgramThatCantBeCompiledOrReadIsACompileError() {
    assertThat(judge.judge(sums().definition(), Program.cpp("int main(")).verdict())
        .isEqualTo(Verdict.COMPILE_ERROR);
    assertThat(judge.judge(sums().definition(), Program.python("print(")).verdict())
        .isEqualTo(Verdict.COMPILE_ERROR);
  }

  private static Program outputs(String... namesAndContents) {
    List<SourceFile> files = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.add(new SourceFile(namesAndContents[i], namesAndContents[i + 1].getBytes(UTF_8)));
    }
    return new Program(SubmissionRequest.OUTPUTS, files, true);
  }

  @Test
  void outputsAreFilesNamedAsTheTests() {
    ProblemFixture problem = sums().secret("3", "", "5").secret("4", "", "6").secret("5", "", "7");
    problem.submitAnswer = true;
    SubmissionResult result =
        judge.judge(
            problem.definition(),
            outputs("1.out", "3", "secret/2", "wrong", "3.ans", "5", "other", "", "5.out", ""));
    assertThat(verdicts(result))
        .containsExactly(
            Verdict.ACCEPTED,
            Verdict.WRONG_ANSWER,
            Verdict.ACCEPTED,
            Verdict.NO_OUTPUT,
            Verdict.NO_OUTPUT);
    assertThat(result.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(result.tests().get(3).message()).isEqualTo("no file is named as this test");
    assertThat(result.sandbox()).isEmpty();
  }

  @Test
  void aLoneOutputIsThatOfALoneTest() {
    ProblemFixture problem = judge.problem().secret("1", "1 2", "3");
    problem.submitAnswer = true;
    assertThat(judge.judge(problem.definition(), outputs("whatever", "3")).verdict())
        .isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aCheckerJudgesOutputsToo() {
    ProblemFixture problem = judge.problem().secret("1", "1 2", "3");
    problem.submitAnswer = true;
    problem.checkedBy(
        CheckerProtocol.KATTIS,
        "python",
        "check.py",
        "import sys; sys.exit(42 if sys.stdin.read() == 'mine' else 43)");
    assertThat(judge.judge(problem.definition(), outputs("1.out", "mine")).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(judge.judge(problem.definition(), outputs("1.out", "yours")).verdict())
        .isEqualTo(Verdict.WRONG_ANSWER);
  }
}
