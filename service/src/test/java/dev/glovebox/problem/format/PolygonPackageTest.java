package dev.glovebox.problem.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full packages of Polygon. */
class PolygonPackageTest {

  private static final String TESTS =
      """
      <test method="manual" sample="true"/>
      <test cmd="gen 1" method="generated"/>
      """;

  private static final String CHECKER =
      """
      <checker name="std::wcmp.cpp" type="testlib">
        <source path="files/check.cpp" type="cpp.g++17"/>
        <copy path="check.cpp"/>
      </checker>
      """;

  @TempDir Path folder;
  private TestImports imports;

  @BeforeEach
  void open() throws IOException {
    imports = new TestImports(folder);
  }

  private static String xml(String judging, String tests, String groups, String assets) {
    return """
    <?xml version="1.0" encoding="utf-8" standalone="no"?>
    <problem revision="3" short-name="a-plus-b">
      <names>
        <name language="english" value="A + B"/>
        <name language="russian" value="А и Б"/>
      </names>
      <judging cpu-name="x" %s>
        <testset name="tests">
          <time-limit>1500</time-limit>
          <memory-limit>268435456</memory-limit>
          <test-count>2</test-count>
          <input-path-pattern>tests/%%02d</input-path-pattern>
          <answer-path-pattern>tests/%%02d.a</answer-path-pattern>
          <tests>%s</tests>
          %s
        </testset>
      </judging>
      <files>
        <resources>
          <file path="files/testlib.h" type="h.g++"/>
          <file path="files/grader.h" type="h.g++" for-types="cpp.*">
            <stages><stage name="COMPILE"/></stages>
            <assets><asset name="SOLUTION"/></assets>
          </file>
        </resources>
      </files>
      <assets>%s</assets>
    </problem>
    """
        .formatted(judging, tests, groups, assets);
  }

  private static PackageArchive archive(String xml) {
    return new PackageArchive()
        .file("problem.xml", xml)
        .file("check.cpp", "int main() {}")
        .file("files/check.cpp", "int main() {}")
        .file("files/talk.cpp", "int main() {}")
        .file("files/testlib.h", "// testlib")
        .file("files/grader.h", "// grader")
        .file("tests/01", "1 2")
        .file("tests/01.a", "3")
        .file("tests/02", "2 2")
        .file("tests/02.a", "4");
  }

  private ProblemDefinition read(String xml) throws Exception {
    return imports.of(archive(xml)).definition();
  }

  @Test
  void aPlainProblem() throws Exception {
    ProblemDefinition definition =
        read(xml("input-file=\"\" output-file=\"\" run-count=\"1\"", TESTS, "", CHECKER));
    assertThat(definition.format()).isEqualTo(PackageFormat.POLYGON);
    assertThat(definition.names()).containsOnly(Map.entry("en", "A + B"), Map.entry("ru", "А и Б"));
    assertThat(definition.scoring()).isFalse();
    assertThat(definition.limits().time()).hasValue(Duration.ofMillis(1500));
    assertThat(definition.limits().memoryBytes()).hasValue(256L << 20);
    assertThat(definition.tests().tests().map(ProblemTest::path))
        .containsExactly("sample/01", "tests/02");
    assertThat(definition.tests().tests().map(ProblemTest::sample)).containsExactly(true, false);
    var checker = ((Checking.Checked) definition.checking()).checkers().getFirst();
    assertThat(checker.protocol()).isEqualTo(CheckerProtocol.TESTLIB);
    assertThat(checker.program().files().stream().map(PackageFile::path))
        .containsExactly("check.cpp", "grader.h", "testlib.h");
    assertThat(checker.program().start())
        .isEqualTo(new JuryProgram.Start.ByLanguage("cpp", Optional.of("check.cpp")));
    assertThat(definition.include().get("cpp").stream().map(PackageFile::path))
        .containsExactly("grader.h");
  }

  @Test
  void groupsPointsAndDependencies() throws Exception {
    String tests =
        """
        <test sample="true" group="0" points="0"/>
        <test group="1" points="2.5"/>
        """;
    String groups =
        """
        <groups>
          <group name="0" points-policy="complete-group" points="0"/>
          <group name="1" points-policy="each-test" feedback-policy="points">
            <dependencies><dependency group="0"/></dependencies>
          </group>
        </groups>
        """;
    ProblemDefinition definition = read(xml("", tests, groups, CHECKER));
    assertThat(definition.scoring()).isTrue();
    assertThat(definition.tests().scoring()).isEqualTo(new Scoring.Sum());
    assertThat(definition.tests().children().stream().map(child -> ((TestGroup) child).scoring()))
        .containsExactly(
            new Scoring.Points(Optional.of(BigDecimal.ZERO), true, List.of()),
            new Scoring.Points(Optional.empty(), false, List.of("0")));
    assertThat(definition.tests().tests().map(ProblemTest::points))
        .containsExactly(Optional.of(BigDecimal.ZERO), Optional.of(new BigDecimal("2.5")));
  }

  @Test
  void anInteractiveProblemWithoutAnswers() throws Exception {
    String assets =
        CHECKER + "<interactor><source path=\"files/talk.cpp\" type=\"cpp.g++17\"/></interactor>";
    var archive =
        new PackageArchive()
            .file("problem.xml", xml("", TESTS, "", assets))
            .file("files/check.cpp", "")
            .file("files/talk.cpp", "")
            .file("tests/01", "")
            .file("tests/02", "")
            .file("tests/02.a", "");
    var checking = (Checking.Interactive) imports.of(archive).definition().checking();
    assertThat(checking.interactor().program().name()).isEqualTo("files/talk.cpp");
    assertThat(checking.interactor().protocol()).isEqualTo(CheckerProtocol.TESTLIB);
    assertThat(checking.checker().orElseThrow().program().name()).isEqualTo("files/check.cpp");
  }

  @Test
  void tagsOfSolutions() throws Exception {
    String[] tags = {
      "main",
      "accepted",
      "wrong-answer",
      "presentation-error",
      "time-limit-exceeded",
      "time-limit-exceeded-or-accepted",
      "time-limit-exceeded-or-memory-limit-exceeded",
      "memory-limit-exceeded",
      "rejected",
      "failed",
      "surprising"
    };
    var assets = new StringBuilder(CHECKER + "<solutions>");
    PackageArchive archive = new PackageArchive();
    for (String tag : tags) {
      assets.append(
          "<solution tag=\"%s\"><source path=\"solutions/%s.cpp\" type=\"cpp.g++20\"/></solution>"
              .formatted(tag, tag));
      archive.file("solutions/" + tag + ".cpp", "");
    }
    assets.append(
        "<solution tag=\"main\"><source path=\"solutions/gone.cpp\" type=\"cpp.g++20\"/></solution>");
    assets.append(
        "<solution tag=\"accepted\"><source path=\"solutions/s.kt\" type=\"kotlin19\"/></solution>");
    assets.append(
        "<solution tag=\"accepted\"><source path=\"solutions/s.py\" type=\"python.pypy3-64\"/></solution>");
    assets.append("</solutions>");
    archive
        .file("problem.xml", xml("", TESTS, "", assets.toString()))
        .file("check.cpp", "")
        .file("solutions/s.kt", "")
        .file("solutions/s.py", "")
        .test("x/y", "", "")
        .file("tests/01", "")
        .file("tests/01.a", "")
        .file("tests/02", "")
        .file("tests/02.a", "");
    var result = imports.of(archive);
    Map<String, Promise> promises =
        result.definition().solutions().stream()
            .collect(Collectors.toMap(JurySolution::path, JurySolution::promise));
    assertThat(promises).hasSize(tags.length + 1);
    assertThat(allowed(promises, "main.cpp")).containsExactly(Verdict.ACCEPTED);
    assertThat(allowed(promises, "wrong-answer.cpp")).contains(Verdict.WRONG_ANSWER);
    assertThat(allowed(promises, "time-limit-exceeded-or-accepted.cpp"))
        .containsExactlyInAnyOrder(Verdict.ACCEPTED, Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);
    assertThat(allowed(promises, "memory-limit-exceeded.cpp"))
        .containsExactly(Verdict.MEMORY_LIMIT);
    assertThat(allowed(promises, "rejected.cpp"))
        .contains(Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR)
        .doesNotContain(Verdict.ACCEPTED);
    assertThat(promises.get("surprising.cpp")).isEqualTo(new Promise.Nothing());
    assertThat(result.lines()).hasSize(3);
  }

  private static Set<Verdict> allowed(Map<String, Promise> promises, String path) {
    return ((Promise.Overall) promises.get(path)).allowed();
  }

  @Test
  void aStandardCheckerThatIsNotThere() throws Exception {
    var archive =
        new PackageArchive()
            .file(
                "problem.xml",
                xml("", TESTS, "", "<checker name=\"std::rcmp6.cpp\" type=\"testlib\"/>"))
            .file("tests/01", "")
            .file("tests/01.a", "")
            .file("tests/02", "")
            .file("tests/02.a", "");
    var result = imports.of(archive);
    var tolerance = Optional.of(new BigDecimal("1e-6"));
    assertThat(result.definition().checking())
        .isEqualTo(new Checking.Compared(new Comparison.Kattis(true, false, tolerance, tolerance)));
    assertThat(result.lines()).singleElement().asString().contains("its like is used");
  }

  @Test
  void whatCantBeHonouredIsRefused() throws Exception {
    assertThat(
            imports.refusal(
                archive(xml("input-file=\"a.in\" output-file=\"a.out\"", TESTS, "", CHECKER))))
        .hasSize(2)
        .allMatch(line ->
            line.startsWith("error: problem.xml:7: ") && line.contains("can't be honoured"));
    assertThat(imports.refusal(archive(xml("run-count=\"2\"", TESTS, "", CHECKER))))
        .singleElement()
        .asString()
        .contains("run-count is 2");
    assertThat(imports.refusal(archive(xml("", TESTS + "<test/><test/>", "", CHECKER))))
        .singleElement()
        .asString()
        .contains("2 tests have no input or no answer");
    assertThat(imports.refusal(archive(xml("", TESTS, "", "<checker name=\"mine\"/>"))))
        .singleElement()
        .asString()
        .contains("the checker is not in the archive");
    assertThat(
            imports.refusal(
                archive(xml("", TESTS, "", CHECKER).replace("268435456", "99999999999"))))
        .singleElement()
        .asString()
        .contains("memory limit is more than the service grants");
    String circle =
        "<groups><group name=\"1\" points=\"5\"><dependencies><dependency group=\"1\"/></dependencies></group></groups>";
    assertThat(imports.refusal(archive(xml("", "<test group=\"1\"/>", circle, CHECKER))))
        .singleElement()
        .asString()
        .contains("depends on no group before it: 1");
  }

  @Test
  void xmlThatMeansHarm() throws Exception {
    String entity =
        "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><problem short-name=\"&x;\"/>";
    assertThat(imports.refusal(archive(entity)))
        .anyMatch(line -> line.startsWith("error: problem.xml:1: malformed XML"));
    var deep = "<a>".repeat(1000) + "</a>".repeat(1000);
    assertThat(imports.refusal(archive(deep))).anyMatch(line -> line.contains("too many elements"));
    assertThat(imports.refusal(archive("<problem>")))
        .anyMatch(line -> line.contains("malformed XML"));
    assertThat(imports.refusal(archive(""))).anyMatch(line -> line.contains("malformed XML"));
  }
}
