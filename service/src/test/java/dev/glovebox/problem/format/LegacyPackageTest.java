package dev.glovebox.problem.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Scoring.KattisLegacy;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.intake.TestImports;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.PackageArchive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The legacy format with DOMjudge's extras. */
class LegacyPackageTest {

  @TempDir Path folder;
  private TestImports imports;

  @BeforeEach
  void open() throws IOException {
    imports = new TestImports(folder);
  }

  private static PackageArchive with(String yaml) {
    return new PackageArchive().file("problem.yaml", yaml).test("data/secret/1", "1", "2");
  }

  private ProblemDefinition read(PackageArchive archive) throws Exception {
    return imports.of(archive).definition();
  }

  private static TestGroup group(ProblemDefinition definition, String path) {
    return group(definition.tests(), path).orElseThrow();
  }

  private static Optional<TestGroup> group(TestGroup in, String path) {
    if (in.path().equals(path)) {
      return Optional.of(in);
    }
    return in.children().stream()
        .filter(TestGroup.class::isInstance)
        .flatMap(child -> group((TestGroup) child, path).stream())
        .findFirst();
  }

  @Test
  void theUsualsOfAnEmptyDescription() throws Exception {
    ProblemDefinition definition = read(with(""));
    assertThat(definition.format()).isEqualTo(PackageFormat.KATTIS_LEGACY);
    assertThat(definition.scoring()).isFalse();
    assertThat(definition.names()).containsExactly(Map.entry("en", "problem"));
    assertThat(definition.limits().derivation())
        .isEqualTo(
            new ProblemLimits.TimeDerivation.Legacy(BigDecimal.valueOf(5), BigDecimal.valueOf(2)));
    assertThat(definition.limits().time()).isEmpty();
    assertThat(definition.limits().passes()).isEqualTo(1);
    assertThat(definition.checking())
        .isEqualTo(
            new Checking.Compared(
                new Comparison.Kattis(false, false, Optional.empty(), Optional.empty())));
    assertThat(definition.tests().scoring()).isEqualTo(new Scoring.PassFail());
  }

  @Test
  void limitsAreBytesAndDurations() throws Exception {
    ProblemLimits limits =
        read(with(
                """
                limits:
                  time_limit: 1.5
                  time_multiplier: 3
                  time_safety_margin: 1.5
                  memory: 512
                  output: 16
                  code: 64
                  compilation_time: 90
                  compilation_memory: 1024
                  validation_time: 30
                  validation_memory: 256
                  validation_output: 4
                """))
            .limits();
    assertThat(limits)
        .isEqualTo(
            new ProblemLimits(
                Optional.of(Duration.ofMillis(1500)),
                new ProblemLimits.TimeDerivation.Legacy(
                    BigDecimal.valueOf(3), new BigDecimal("1.5")),
                Optional.of(512L << 20),
                Optional.of(16L << 20),
                Optional.of(64L << 10),
                Optional.of(Duration.ofSeconds(90)),
                Optional.of(1024L << 20),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(256L << 20),
                Optional.of(4L << 20),
                1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits: {memory: 4096}|limits.memory is more than the service grants",
        "limits: {time_limit: 61}|limits.time_limit is more than the service grants",
        "limits: {output: 65}|limits.output is more than the service grants",
        "limits: {memory: lots}|limits.memory must be a number",
        "limits: {memory: -1}|limits.memory must be greater than zero",
        "limits: {memory: 1e400}|limits.memory must be a number",
        "limits: 5|limits must be a mapping",
        "validation: custom|validation is custom, but there is no output validator",
        "validation: mine|validation must be default, or custom",
        "validation: custom fast|validation has the unknown word fast",
        "type: maths|type has the unknown word maths",
        "validator_flags: float_tolerance|must be followed by a number",
        "validator_flags: ignore_case|the default validator has no flag ignore_case",
        "problem_format_version: 2031-01|problem_format_version is unknown: 2031-01",
      })
  void whatCantBeHonouredIsRefusedWithItsLine(String line, String why) throws Exception {
    assertThat(imports.refusal(with("name: P\n" + line + "\n")))
        .anySatisfy(
            finding -> assertThat(finding).startsWith("error: problem.yaml:2: ").contains(why));
  }

  @Test
  void unknownKeysAreToldWithTheirLine() throws Exception {
    assertThat(
            imports.of(with("name: P\nlimits:\n  memory: 64\n  stack: 8\ncolour: red\n")).lines())
        .containsExactlyInAnyOrder(
            "warning: problem.yaml:4: limits.stack is unknown and ignored",
            "warning: problem.yaml:5: colour is unknown and ignored");
  }

  @Test
  void timeLimitsOfOtherFiles() throws Exception {
    assertThat(read(with("").file(".timelimit", " 2.5\n")).limits().time())
        .hasValue(Duration.ofMillis(2500));
    assertThat(read(with("").file("domjudge-problem.ini", "timelimit='4'\n")).limits().time())
        .hasValue(Duration.ofSeconds(4));
    var all =
        imports.of(
            with("limits: {time_limit: 1}")
                .file(".timelimit", "2")
                .file("domjudge-problem.ini", "timelimit = 3"));
    assertThat(all.definition().limits().time()).hasValue(Duration.ofSeconds(1));
    assertThat(all.lines()).anyMatch(line -> line.contains("differ"));
    assertThat(imports.refusal(with("").file(".timelimit", "soon")))
        .containsExactly("error: .timelimit: the time limit must be seconds, greater than zero");
  }

  @Test
  void aPackageOfDomjudgeNeedsNoYaml() throws Exception {
    var archive =
        new PackageArchive()
            .file(
                "domjudge-problem.ini",
                "; comment\nname = \"Boolean; find\"\ntimelimit=5\nspecial_compare=compare\n")
            .test("data/secret/1", "1", "2");
    ProblemDefinition definition = read(archive);
    assertThat(definition.names()).containsValue("Boolean; find");
    assertThat(definition.limits().time()).hasValue(Duration.ofSeconds(5));
    assertThat(
            imports.refusal(
                with("").file("domjudge-problem.ini", "name=x\nspecial_run=boolfind\n")))
        .containsExactly(
            "error: domjudge-problem.ini:2: special_run names the program boolfind, which is not in the package");
  }

  @Test
  void namesComeFromTheStatementWhereTheDescriptionHasNone() throws Exception {
    assertThat(
            read(with("")
                    .file("problem_statement/problem.sv.tex", "\\problemname{Sträng}\nText")
                    .file("problem_statement/problem.tex", "\\problemname{String}\nText"))
                .names())
        .containsOnly(Map.entry("sv", "Sträng"), Map.entry("en", "String"));
    assertThat(read(with("name: {en: A, de: B}")).names())
        .containsOnly(Map.entry("en", "A"), Map.entry("de", "B"));
  }

  @Test
  void testsAreInOrderSamplesFirst() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .test("data/secret/b/2", "", "")
                .test("data/secret/b/10", "", "")
                .test("data/secret/a", "", "")
                .test("data/sample/z", "", "")
                .file("data/sample/hint.interaction", "")
                .file("data/secret/b/2.hint", "")
                .file("data/other/1.in", ""));
    assertThat(definition.tests().tests().map(ProblemTest::path))
        .containsExactly("sample/z", "secret/1", "secret/a", "secret/b/10", "secret/b/2");
    assertThat(definition.tests().tests().map(ProblemTest::sample))
        .containsExactly(true, false, false, false, false);
    assertThat(definition.tests().children().getFirst().path()).isEqualTo("sample");
  }

  @Test
  void argumentsAndFilesOfATest() throws Exception {
    ProblemTest test =
        read(with("")
                .file("data/secret/1.args", "--n 5 'two words' \"a\\\"b\"\n")
                .file("data/secret/1.files/sub/table.txt", "x"))
            .tests()
            .tests()
            .findFirst()
            .orElseThrow();
    assertThat(test.arguments()).containsExactly("--n", "5", "two words", "a\"b");
    assertThat(test.files().stream().map(PackageFile::path)).containsExactly("sub/table.txt");
  }

  @Test
  void whatIsMissingIsTold() throws Exception {
    assertThat(imports.refusal(new PackageArchive().file("problem.yaml", "")))
        .containsExactly("error: the package has no tests");
    assertThat(imports.refusal(with("").file("data/secret/2.in", "")))
        .containsExactly("error: data/secret/2.in: has no answer (.ans) beside it");
    assertThat(imports.of(with("").file("data/secret/2.ans", "")).lines())
        .containsExactly("warning: data/secret/2.ans: has no input beside it; left out");
  }

  @Test
  void groupsInheritWhatTheyDontSay() throws Exception {
    ProblemDefinition definition =
        read(
            with("type: scoring\ngrading: {objective: max}\n")
                .file(
                    "data/testdata.yaml",
                    "grader_flags: ignore_sample\nrange: 0 100\non_reject: continue\n")
                .file("data/secret/testdata.yaml", "grader_flags: first_error\n")
                .file(
                    "data/secret/g1/testdata.yaml",
                    "grader_flags: min\naccept_score: 40\non_reject: break\nrange: 0 40\n")
                .file(
                    "data/secret/g2/testdata.yaml",
                    "accept_score: 2.5\nreject_score: 0.5\nrange: -inf +inf\n")
                .test("data/sample/1", "", "")
                .test("data/secret/g1/1", "", "")
                .test("data/secret/g2/1", "", "")
                .test("data/secret/g2/deep/1", "", ""));
    assertThat(definition.scoring()).isTrue();
    var root = (KattisLegacy) definition.tests().scoring();
    assertThat(root.ignoreSample()).isTrue();
    assertThat(root.continueOnReject()).isTrue();
    assertThat(root.most()).hasValue(BigDecimal.valueOf(100));
    var sample = (KattisLegacy) group(definition, "sample").scoring();
    assertThat(sample.ignoreSample()).as("only for the root").isFalse();
    var secret = (KattisLegacy) group(definition, "secret").scoring();
    assertThat(secret.verdictMode()).isEqualTo(KattisLegacy.VerdictMode.FIRST_ERROR);
    assertThat(secret.most()).hasValue(BigDecimal.valueOf(100));
    var first = (KattisLegacy) group(definition, "secret/g1").scoring();
    assertThat(first.scoreMode()).isEqualTo(KattisLegacy.ScoreMode.LEAST);
    assertThat(first.verdictMode()).isEqualTo(KattisLegacy.VerdictMode.WORST_ERROR);
    assertThat(first.continueOnReject()).isFalse();
    assertThat(first.acceptScore()).isEqualTo(BigDecimal.valueOf(40));
    var deep = (KattisLegacy) group(definition, "secret/g2/deep").scoring();
    assertThat(deep.acceptScore()).isEqualTo(new BigDecimal("2.5"));
    assertThat(deep.rejectScore()).isEqualTo(new BigDecimal("0.5"));
    assertThat(deep.verdictMode()).isEqualTo(KattisLegacy.VerdictMode.FIRST_ERROR);
    assertThat(deep.most()).isEmpty();
    assertThat(deep.continueOnReject()).isTrue();
  }

  @Test
  void inAPassFailProblemGroupsOnlySort() throws Exception {
    ProblemDefinition definition =
        read(
            with("").file("data/secret/testdata.yaml", "on_reject: continue\ngrader_flags: min\n"));
    assertThat(group(definition, "secret").scoring()).isEqualTo(new Scoring.PassFail());
    ProblemDefinition any =
        read(with("").file("data/secret/testdata.yaml", "grader_flags: accept_if_any_accepted\n"));
    assertThat(((KattisLegacy) group(any, "secret").scoring()).acceptIfAnyAccepted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grader_flags: fastest|the default grader has no flag fastest",
        "on_reject: maybe|on_reject must be break or continue",
        "range: 5|range must be two numbers",
        "range: 5 1|range must be two numbers",
        "grading: custom|asks for a custom grader that is not there",
        "accept_score: [1]|accept_score must be text",
        "accept_score: .nan|accept_score must be a number",
      })
  void badGroupsAreRefused(String line, String why) throws Exception {
    assertThat(
            imports.refusal(with("type: scoring\n").file("data/secret/testdata.yaml", line + "\n")))
        .anySatisfy(finding ->
            assertThat(finding).startsWith("error: data/secret/testdata.yaml").contains(why));
  }

  @Test
  void aCustomGrader() throws Exception {
    ProblemDefinition definition =
        read(
            with("type: scoring\n")
                .file("graders/grade.py", "print()")
                .file(
                    "data/secret/testdata.yaml",
                    "grading: custom\ngrader_flags: subtask_score=30\n"));
    var secret = (KattisLegacy) group(definition, "secret").scoring();
    assertThat(secret.grader().map(JuryProgram::name)).hasValue("graders/grade.py");
    assertThat(secret.graderFlags()).containsExactly("subtask_score=30");
    assertThat(((KattisLegacy) definition.tests().scoring()).grader()).isEmpty();
  }

  @Test
  void flagsOfTheDefaultValidatorBecomeComparisons() throws Exception {
    ProblemDefinition definition =
        read(
            with("validator_flags: case_sensitive\n")
                .file(
                    "data/secret/g/testdata.yaml", "output_validator_flags: float_tolerance 1e-6\n")
                .test("data/secret/g/1", "", ""));
    assertThat(definition.checking())
        .isEqualTo(
            new Checking.Compared(
                new Comparison.Kattis(true, false, Optional.empty(), Optional.empty())));
    List<Optional<Comparison>> own =
        definition.tests().tests().map(ProblemTest::comparison).toList();
    assertThat(own.get(0)).isEmpty();
    var tolerance = Optional.of(new BigDecimal("1e-6"));
    assertThat(own.get(1)).contains(new Comparison.Kattis(true, false, tolerance, tolerance));
  }

  @Test
  void checkersInEveryForm() throws Exception {
    ProblemDefinition definition =
        read(
            with("validation: custom score\nvalidator_flags: strict 1\n")
                .file(
                    "data/secret/testdata.yaml", "output_validator_flags: {name: x, flags: more}\n")
                .file("output_validators/one.cpp", "int main() {}")
                .file("output_validators/shared.h", "")
                .file("output_validators/two/check.py", "")
                .file("output_validators/two/lib.py", "")
                .program("output_validators/three/build", "#!/bin/sh\n")
                .file("output_validators/three/main.xyz", "")
                .file("output_validators/README.txt", ""));
    var checkers = ((Checking.Checked) definition.checking()).checkers();
    assertThat(checkers.stream().map(c -> c.program().name()))
        .containsExactly(
            "output_validators/one.cpp", "output_validators/three", "output_validators/two");
    assertThat(checkers.stream().map(c -> c.program().start()))
        .containsExactly(
            new JuryProgram.Start.ByLanguage("cpp", Optional.empty()),
            new JuryProgram.Start.ByScripts(true),
            new JuryProgram.Start.ByLanguage("python", Optional.empty()));
    assertThat(checkers).allMatch(c -> c.protocol() == CheckerProtocol.KATTIS);
    assertThat(checkers.getFirst().program().files().stream().map(PackageFile::path))
        .containsExactly("one.cpp", "shared.h");
    PackageFile build = checkers.get(1).program().files().getFirst();
    assertThat(build.path()).isEqualTo("build");
    assertThat(build.executable()).isTrue();
    assertThat(definition.tests().tests().findFirst().orElseThrow().checkerArguments())
        .containsExactly("strict", "1", "more");
  }

  @Test
  void interactiveAndMultiPass() throws Exception {
    var archive = with("validation: custom interactive\n").file("output_validators/talk.py", "");
    assertThat(read(archive).checking()).isInstanceOf(Checking.Interactive.class);
    assertThat(imports.refusal(archive.file("output_validators/other.py", "")))
        .containsExactly(
            "error: output_validators: an interactive problem has exactly one output validator");
    assertThat(
            read(with("validation: custom multi-pass\nlimits: {validation_passes: 4}\n")
                    .file("output_validators/again.py", ""))
                .limits()
                .passes())
        .isEqualTo(4);
    assertThat(
            read(with("type: pass-fail interactive multi-pass\n")
                    .file("output_validators/again.py", ""))
                .checking())
        .isInstanceOf(Checking.Interactive.class);
  }

  @Test
  void solutionsPromiseByTheirFolder() throws Exception {
    ProblemDefinition definition =
        read(
            with("type: scoring\n")
                .file("data/testdata.yaml", "range: 0 100\n")
                .file("submissions/accepted/a.cpp", "")
                .file("submissions/accepted/a.out", "what the compiler made of it")
                .file("submissions/accepted/notes.txt", "no solution, either")
                .file("submissions/accepted/many/main.java", "")
                .file("submissions/accepted/many/util.java", "")
                .file("submissions/accepted/many/data.py", "")
                .file("submissions/wrong_answer/w.C", "")
                .file("submissions/time_limit_exceeded/t.py", "")
                .file("submissions/run_time_error/r.c", "")
                .file("submissions/partially_accepted/p.py", "")
                .file("submissions/slow/s.py", ""));
    Map<String, JurySolution> solutions =
        definition.solutions().stream()
            .collect(Collectors.toMap(JurySolution::path, solution -> solution));
    assertThat(solutions).hasSize(7);
    assertThat(solutions.get("accepted/a.cpp").promise())
        .isEqualTo(new Promise.Overall(java.util.Set.of(Verdict.ACCEPTED), Optional.empty(), true));
    assertThat(solutions.get("accepted/many").language()).isEqualTo("java");
    assertThat(solutions.get("accepted/many").files().stream().map(PackageFile::path))
        .containsExactly("data.py", "main.java", "util.java");
    assertThat(solutions.get("wrong_answer/w.C").language()).isEqualTo("cpp");
    assertThat(allowed(solutions.get("wrong_answer/w.C")))
        .contains(Verdict.WRONG_ANSWER, Verdict.NO_OUTPUT)
        .doesNotContain(Verdict.TIME_LIMIT, Verdict.ACCEPTED);
    assertThat(allowed(solutions.get("time_limit_exceeded/t.py")))
        .containsExactlyInAnyOrder(Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);
    assertThat(allowed(solutions.get("run_time_error/r.c")))
        .contains(Verdict.RUNTIME_ERROR, Verdict.MEMORY_LIMIT);
    var partial = (Promise.Overall) solutions.get("partially_accepted/p.py").promise();
    assertThat(partial.score().orElseThrow().least()).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(partial.score().orElseThrow().most()).isLessThan(BigDecimal.valueOf(100));
    assertThat(solutions.get("slow/s.py").promise()).isEqualTo(new Promise.Nothing());
  }

  private static java.util.Set<Verdict> allowed(JurySolution solution) {
    return ((Promise.Overall) solution.promise()).allowed();
  }

  @Test
  void tagsPromiseOutsideOfTheOfficialFolders() throws Exception {
    var result =
        imports.of(
            with("")
                .file("submissions/mixed/a.py", "# @EXPECTED_RESULTS@: TIMELIMIT, WRONG-ANSWER\n")
                .file("submissions/mixed/b.cpp", "/* @EXPECTED_RESULTS@: CORRECT */\n")
                .file("submissions/mixed/c.py", "# @EXPECTED_RESULTS@: CHECK-MANUALLY\n")
                .file(
                    "submissions/mixed/d.py",
                    "# @EXPECTED_RESULTS@: CORRECT\n# @EXPECTED_RESULTS@: NO-OUTPUT\n")
                .file("submissions/mixed/e.py", "# @EXPECTED_RESULTS@: SPLENDID\n")
                .file("submissions/mixed/f.py", "# @EXPECTED_SCORE@: 42.5\n")
                .file("submissions/mixed/f2.py", "# @expected_score@: CORRECT\n")
                .file("submissions/accepted/g.py", "# @EXPECTED_RESULTS@: RUN-ERROR\n"));
    List<Promise> promises =
        result.definition().solutions().stream()
            .sorted(java.util.Comparator.comparing(s -> s.files().getFirst().path()))
            .map(JurySolution::promise)
            .toList();
    assertThat(((Promise.Overall) promises.get(0)).allowed())
        .contains(Verdict.TIME_LIMIT, Verdict.WRONG_ANSWER)
        .doesNotContain(Verdict.ACCEPTED);
    assertThat(((Promise.Overall) promises.get(1)).allowed()).containsExactly(Verdict.ACCEPTED);
    assertThat(promises.get(2)).isEqualTo(new Promise.Nothing());
    assertThat(promises.get(3)).isEqualTo(new Promise.Nothing());
    assertThat(promises.get(4)).isEqualTo(new Promise.Nothing());
    assertThat(((Promise.Overall) promises.get(5)).score().orElseThrow().least())
        .isEqualTo(new BigDecimal("42.5"));
    assertThat(((Promise.Overall) promises.get(6)).score()).as("no number: a result").isEmpty();
    assertThat(((Promise.Overall) promises.get(6)).allowed()).containsExactly(Verdict.ACCEPTED);
    assertThat(((Promise.Overall) promises.get(7)).allowed()).containsExactly(Verdict.ACCEPTED);
    assertThat(result.lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "CORRECT,             AC",
    "ACCEPTED,            AC",
    "WRONG-ANSWER,        NO OLE PE WA",
    "WRONG_ANSWER,        NO OLE PE WA",
    "TIMELIMIT,           TLE WTLE",
    "TIME_LIMIT_EXCEEDED, TLE WTLE",
    "RUN-ERROR,           MLE RTE SV",
    "RUN_TIME_ERROR,      MLE RTE SV",
    "COMPILER-ERROR,      CE",
    "NO-OUTPUT,           NO",
    "OUTPUT-LIMIT,        OLE",
  })
  void aResultThatDomjudgeExpects(String name, String codes) throws Exception {
    ProblemDefinition definition =
        read(with("").file("submissions/mixed/a.py", "# @EXPECTED_RESULTS@: %s\n".formatted(name)));

    assertThat(allowed(definition.solutions().getFirst()).stream().map(Verdict::code).sorted())
        .containsExactly(codes.split(" "));
  }

  @Test
  void perlAndPrologShareAnExtension() throws Exception {
    var result =
        imports.of(
            with("")
                .file("submissions/accepted/a.pl", "use strict;\nprint $x ? 1 :-1;\n")
                .file("submissions/accepted/b.pl", "% sums\nmain :-\n    read(X), write(X).\n")
                .file("submissions/accepted/c/main.pl", "go(0) :- !.\n")
                .file("submissions/accepted/c/lib.pl", ":- module(lib, [go/1]).\n"));
    assertThat(result.definition().solutions())
        .as("%s", result.lines())
        .extracting(JurySolution::path, JurySolution::language)
        .containsExactlyInAnyOrder(
            tuple("accepted/a.pl", "perl"),
            tuple("accepted/b.pl", "prolog"),
            tuple("accepted/c", "prolog"));
  }

  @Test
  void solutionsThatCantBeJudgedAreLeftOutAndTold() throws Exception {
    var result =
        imports.of(
            with("")
                .file("submissions/accepted/a.zig", "+")
                .file("submissions/accepted/old.py", "#!/usr/bin/env python2\nprint 1\n")
                .file("submissions/accepted/older.py", "n = 1\nif n:\n  print n\n")
                .file(
                    "submissions/accepted/docs.py",
                    "\"\"\"Answers:\nprint the sum\n\"\"\"\nprint(input())\n")
                .file("submissions/accepted/none", "")
                .file("submissions/README.md", "")
                .file("submissions/accepted/good.py", "#!/usr/bin/env python3\n"));
    assertThat(result.definition().solutions().stream().map(JurySolution::path))
        .containsExactly("accepted/docs.py", "accepted/good.py");
    assertThat(result.lines()).hasSize(4).allMatch(line -> line.contains("left out"));
  }

  @Test
  void entryPointsOfDomjudge() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .file("submissions/accepted/many/a.py", "")
                .file("submissions/accepted/b.py", "")
                .file(
                    "submissions/submissions.json",
                    """
                    {"submissions/accepted/many": {"entry_point": "a.py", "team": "x"},
                     "accepted/b.py": {"entry_point": "__auto__"}}
                    """));
    assertThat(definition.solutions().stream().map(JurySolution::main))
        .containsExactly(Optional.empty(), Optional.of("a.py"));
  }

  @Test
  void includedFilesByLanguage() throws Exception {
    var result =
        imports.of(
            with("")
                .file("include/cpp/grader.cpp", "")
                .file("include/python3/lib/x.py", "")
                .file("include/default/all.txt", "")
                .file("include/befunge/x", ""));
    assertThat(result.definition().include().keySet())
        .containsExactlyInAnyOrder("cpp", "python", "default");
    assertThat(result.definition().include().get("python").getFirst().path()).isEqualTo("lib/x.py");
    assertThat(result.lines())
        .containsExactly("warning: include/befunge: is of no language of the catalogue; left out");
  }

  @Test
  void testsOfTheChecker() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .test("data/invalid_output/x/1", "", "")
                .file("data/invalid_output/x/1.out", "bad")
                .test("data/valid_output/2", "", "")
                .file("data/valid_output/2.out", "good"));
    assertThat(definition.checkerCases().stream().map(c -> c.path() + " " + c.valid()))
        .containsExactly("valid_output/2 true", "invalid_output/x/1 false");
  }

  @Test
  void theCheckersTestsHaveTheFlagsOfTheirFolders() throws Exception {
    ProblemDefinition definition =
        read(
            with("validator_flags: case_sensitive\n")
                .test("data/valid_output/1", "", "")
                .file("data/valid_output/1.out", "good")
                .file(
                    "data/invalid_output/testdata.yaml",
                    "output_validator_flags: float_tolerance 0.5\n")
                .test("data/invalid_output/x/1", "", "")
                .file("data/invalid_output/x/1.out", "bad"));
    assertThat(definition.checking())
        .isEqualTo(
            new Checking.Compared(
                new Comparison.Kattis(true, false, Optional.empty(), Optional.empty())));
    BigDecimal half = new BigDecimal("0.5");
    assertThat(definition.checkerCases())
        .extracting(CheckerCase::comparison)
        .containsExactly(
            Optional.empty(),
            Optional.of(new Comparison.Kattis(true, false, Optional.of(half), Optional.of(half))));
  }

  @Test
  void whatIsNotLimitedHasTheLimitsOfTheFormat() throws Exception {
    TestImports.Result usual = imports.of(with(""));
    assertThat(usual.definition().limits().memoryBytes()).hasValue(2L << 30);
    assertThat(usual.definition().limits().outputBytes()).hasValue(8L << 20);
    assertThat(usual.lines()).noneMatch(line -> line.contains("usual"));

    imports =
        new TestImports(
            folder, 100, 1 << 20, new ImportMaxima(Duration.ofSeconds(9), 1L << 30, 1 << 20, 9));
    TestImports.Result small = imports.of(with(""));
    assertThat(small.definition().limits().memoryBytes()).hasValue(1L << 30);
    assertThat(small.definition().limits().outputBytes()).hasValue(1L << 20);
    assertThat(small.lines())
        .anyMatch(line -> line.startsWith("warning") && line.endsWith("it gets 1073741824"))
        .anyMatch(line -> line.startsWith("warning") && line.endsWith("it gets 1048576"));
  }

  @Test
  void inputValidatorsAndWhatTheyReadAndRefuse() throws Exception {
    InputChecking inputs =
        read(with("")
                .file("input_validators/a.py", "")
                .file("input_validators/b/b.cpp", "")
                .file("input_validators/c.ctd", "")
                .file("data/secret/big/testdata.yaml", "input_validator_flags: --most 9\n")
                .test("data/secret/big/1", "9", "9")
                .file("data/invalid_inputs/zero.in", "0"))
            .inputs();
    assertThat(inputs.validators())
        .extracting(validator -> validator.program().name())
        .containsExactly("input_validators/a.py", "input_validators/b");
    assertThat(inputs.cases())
        .extracting(one -> one.path() + " " + one.valid() + " " + one.arguments())
        .contains("secret/big/1 true [--most, 9]", "invalid_inputs/zero false []");
    assertThat(read(with("").file("data/invalid_inputs/zero.in", "0")).inputs())
        .as("without validators there is nothing to try")
        .isEqualTo(InputChecking.NONE);
  }

  @Test
  void tenThousandTests() throws Exception {
    imports = new TestImports(folder, 30_000, 20 << 20);
    PackageArchive archive = new PackageArchive().file("problem.yaml", "name: Many\n");
    for (int i = 0; i < 10_000; i++) {
      archive.test("data/secret/%05d".formatted(i), "input " + i, "answer " + i);
    }
    ProblemDefinition definition = imports.of(archive.tarGz()).definition();
    assertThat(definition.tests().tests()).hasSize(10_000);
    List<TestNode> children = ((TestGroup) definition.tests().children().getFirst()).children();
    assertThat(children.getLast().path()).isEqualTo("secret/09999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: 'open|problem.yaml:",
        "a: &x [*x]|an alias of something that is not complete",
        "name: \"a\\0b\"|has a NUL",
        "name: \"\\ud800\"|half a character",
        "--- a|the file must be a mapping",
        "? [1]|a key is no text",
        "[]|the file must be a mapping",
      })
  void malformedYaml(String yaml, String why) throws Exception {
    assertThat(imports.refusal(with(yaml + "\n"))).anyMatch(line -> line.contains(why));
  }

  @Test
  void yamlThatGrows() throws Exception {
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
    }
    assertThat(imports.refusal(with(bomb.toString())))
        .anyMatch(line -> line.contains("too many values"));
    assertThat(imports.refusal(with("a: " + "[".repeat(100_000))))
        .anyMatch(line -> line.contains("nested more than"));
  }
}
