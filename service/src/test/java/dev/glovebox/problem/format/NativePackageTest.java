package dev.glovebox.problem.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.intake.TestImports;
import dev.glovebox.submission.Comparison;
import dev.glovebox.support.PackageArchive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simple format of docs/problems.md. */
class NativePackageTest {

  @TempDir Path folder;
  private TestImports imports;

  @BeforeEach
  void open() throws IOException {
    imports = new TestImports(folder);
  }

  private static PackageArchive pairs() {
    return new PackageArchive().test("easy/1", "1", "1").test("easy/2", "2", "2");
  }

  @Test
  void aFolderOfPairsIsEnough() throws Exception {
    ProblemDefinition definition = imports.of(pairs()).definition();
    assertThat(definition.format()).isEqualTo(PackageFormat.NATIVE);
    assertThat(definition.names()).containsValue("easy");
    assertThat(definition.checking()).isEqualTo(new Checking.Compared(new Comparison.TrimLines()));
    assertThat(definition.tests().tests().map(ProblemTest::path)).containsExactly("1", "2");
  }

  @Test
  void everythingThereIsToSay() throws Exception {
    ProblemDefinition definition =
        imports
            .of(
                pairs()
                    .test("sample/1", "", "")
                    .test("hard/a/1", "", "")
                    .file("solutions/accepted/a.py", "")
                    .file("solutions/wrong_answer/b.py", "")
                    .file("include/cpp/x.h", "")
                    .file(
                        "glovebox.yaml",
                        """
                        name: {en: Sum, de: Summe}
                        limits: {time: 500ms, memory: 256MiB, output: 1MB, code: 65536}
                        comparison: kattis float_tolerance 1e-6
                        languages: [cpp, python3]
                        groups:
                          easy: {points: 40}
                          hard: {pointsOfEach: 2.5, requires: [easy]}
                        """))
            .definition();
    assertThat(definition.names()).containsEntry("de", "Summe");
    assertThat(definition.limits().time()).hasValue(Duration.ofMillis(500));
    assertThat(definition.limits().memoryBytes()).hasValue(256L << 20);
    assertThat(definition.limits().outputBytes()).hasValue(1_000_000L);
    assertThat(definition.scoring()).isTrue();
    assertThat(definition.tests().scoring()).isEqualTo(new Scoring.Sum());
    List<TestGroup> groups =
        definition.tests().children().stream().map(TestGroup.class::cast).toList();
    assertThat(groups.stream().map(TestGroup::path)).containsExactly("sample", "easy", "hard");
    assertThat(groups.stream().map(TestGroup::scoring))
        .containsExactly(
            new Scoring.Points(Optional.of(BigDecimal.ZERO), true, List.of()),
            new Scoring.Points(Optional.of(BigDecimal.valueOf(40)), true, List.of()),
            new Scoring.Points(Optional.empty(), false, List.of("easy")));
    ProblemTest last = definition.tests().tests().toList().getLast();
    assertThat(last.path()).isEqualTo("hard/a/1");
    assertThat(last.points()).hasValue(new BigDecimal("2.5"));
    assertThat(definition.tests().tests().findFirst().orElseThrow().sample()).isTrue();
    assertThat(definition.solutions().stream().map(JurySolution::path))
        .containsExactly("accepted/a.py", "wrong_answer/b.py");
    assertThat(((Promise.Overall) definition.solutions().getFirst().promise()).boundsTimeLimit())
        .isTrue();
    assertThat(definition.include()).containsKey("cpp");
  }

  @Test
  void checkersAndInteractors() throws Exception {
    PackageArchive archive = pairs().file("checker/c.cpp", "").file("talk.py", "");
    assertThat(
            ((Checking.Checked)
                    imports
                        .of(
                            archive.file(
                                "glovebox.yaml", "checker: {path: checker, protocol: testlib}\n"))
                        .definition()
                        .checking())
                .checkers()
                .getFirst()
                .protocol())
        .isEqualTo(CheckerProtocol.TESTLIB);
    assertThat(
            imports
                .of(pairs().file("talk.py", "").file("glovebox.yaml", "interactor: talk.py\n"))
                .definition()
                .checking())
        .isInstanceOf(Checking.Interactive.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red|colour is unknown",
        "limits: {time: soon}|limits.time must be seconds, or a time such as 500ms",
        "limits: {time: 2m}|limits.time is more than the service grants",
        "limits: {time: -1}|limits.time must be greater than zero",
        "limits: {memory: much}|limits.memory must be a size such as 256MiB",
        "limits: {memory: 3GiB}|limits.memory is more than the service grants",
        "limits: {stack: 1}|limits.stack is unknown",
        "comparison: nearly|comparison must be exact, trim-lines, tokens or kattis",
        "comparison: exact case_sensitive|comparison takes flags for kattis alone",
        "checker: none.cpp|checker names nothing in the package: none.cpp",
        "checker: {protocol: kattis}|checker must be a path, or have a path",
        "groups: {nowhere: {points: 1}}|groups.nowhere is no folder with tests",
        "groups: {easy: {points: 1, pointsOfEach: 1}}|can't be given together",
        "groups: {easy: {points: 1, requires: [x]}}|requires names no earlier group: x",
        "groups: {easy: {worth: 1}}|groups.easy.worth is unknown",
      })
  void mistakesAreToldWithTheirLine(String line, String why) throws Exception {
    // A second folder, lest the first be taken for that of the whole package.
    assertThat(
            imports.refusal(
                pairs().test("hard/1", "", "").file("glovebox.yaml", "name: P\n" + line + "\n")))
        .anySatisfy(
            finding -> assertThat(finding).startsWith("error: glovebox.yaml:2: ").contains(why));
  }

  @Test
  void halvesOfPairs() throws Exception {
    assertThat(imports.refusal(pairs().file("easy/3.in", "")))
        .containsExactly("error: 3.in: has no answer (.ans) beside it");
    assertThat(imports.refusal(pairs().file("easy/3.ans", "")))
        .containsExactly("error: 3.ans: has no input (.in) beside it");
  }

  @Test
  void whatIsNoPackage() throws Exception {
    assertThat(imports.refusal(new PackageArchive().file("README", "hello")))
        .singleElement()
        .asString()
        .contains("there is no problem.yaml, problem.xml, glovebox.yaml");
  }
}
