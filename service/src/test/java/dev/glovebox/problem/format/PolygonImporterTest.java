package dev.glovebox.problem.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.PackageArchive;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolygonImporterTest {

  private static final String TESTS =
      """
      <test method="manual" sample="true"/>
      <test method="generated" cmd="gen 1"/>
      <test method="generated" cmd="gen 2"/>
      """;

  private static final String CHECKER =
      """
      <checker name="std::wcmp.cpp" type="testlib">
        <source path="files/check.cpp" type="cpp.g++17"/><copy path="check.cpp"/>
        <testset>
          <input-path-pattern>files/tests/checker-tests/%02d</input-path-pattern>
          <output-path-pattern>files/tests/checker-tests/%02d.o</output-path-pattern>
          <answer-path-pattern>files/tests/checker-tests/%02d.a</answer-path-pattern>
          <tests><test verdict="ok"/><test verdict="wrong-answer"/><test verdict="crashed"/></tests>
        </testset>
      </checker>
      """;

  private static final String SOLUTIONS =
      """
      <solutions>
        <solution tag="main"><source path="solutions/sol.cpp" type="cpp.g++17"/></solution>
        <solution tag="time-limit-exceeded-or-accepted">
          <source path="solutions/slow.py" type="python.pypy3-64"/></solution>
        <solution tag="wrong-answer"><source path="solutions/bad.java" type="java11"/></solution>
        <solution tag="memory-limit-exceeded">
          <source path="solutions/old.py" type="python.2"/></solution>
        <solution tag="do-not-run"><source path="solutions/try.cpp" type="cpp.g++17"/></solution>
      </solutions>
      """;

  @TempDir Path folder;
  private PackageReading packages;

  @BeforeEach
  void open() throws Exception {
    packages = new PackageReading(folder);
  }

  @AfterEach
  void close() throws Exception {
    packages.close();
  }

  private static String xml(String judging, String tests, String groups, String more) {
    return """
    <?xml version="1.0" encoding="utf-8" standalone="no"?>
    <problem revision="3" short-name="twice">
      <names>
        <name language="english" value="Twice"/><name language="russian" value="Дважды"/>
      </names>
      <judging cpu-name="x" %s>
        <testset name="tests">
          <time-limit>1500</time-limit>
          <memory-limit>268435456</memory-limit>
          <test-count>3</test-count>
          <input-path-pattern>tests/%%02d</input-path-pattern>
          <answer-path-pattern>tests/%%02d.a</answer-path-pattern>
          <tests>%s</tests>
          %s
        </testset>
      </judging>
      %s
    </problem>
    """
        .formatted(judging, tests, groups, more);
  }

  private static String assets(String checker) {
    return "<assets>" + checker + SOLUTIONS + "</assets>";
  }

  private static PackageArchive with(String xml) {
    var archive = new PackageArchive().file("problem.xml", xml);
    for (int test = 1; test <= 3; test++) {
      archive.file("tests/0" + test, test + "\n").file("tests/0" + test + ".a", 2 * test + "\n");
      archive
          .file("files/tests/checker-tests/0" + test, "1\n")
          .file("files/tests/checker-tests/0" + test + ".o", test + "\n")
          .file("files/tests/checker-tests/0" + test + ".a", "2\n");
    }
    for (String name : List.of("sol.cpp", "slow.py", "bad.java", "old.py", "try.cpp")) {
      archive.file("solutions/" + name, "// " + name);
    }
    return archive
        .file("check.cpp", "checker")
        .file("files/check.cpp", "checker")
        .file("files/interactor.cpp", "interactor")
        .file("files/grader.cpp", "grader")
        .file("files/testlib.h", "testlib");
  }

  @Test
  void aFullPackageIsReadWhole() throws Exception {
    ProblemDefinition problem =
        packages.read(with(xml("run-count=\"1\"", TESTS, "", assets(CHECKER))).zip());

    assertThat(problem.format()).isEqualTo(PackageFormat.POLYGON);
    assertThat(problem.names()).isEqualTo(Map.of("en", "Twice", "ru", "Дважды"));
    assertThat(problem.scoring()).isFalse();
    assertThat(problem.limits().time()).contains(Duration.ofMillis(1500));
    assertThat(problem.limits().memoryBytes()).contains(256L << 20);
    assertThat(problem.tests().tests().map(ProblemTest::path))
        .containsExactly("sample/01", "tests/02", "tests/03");
    ProblemTest second = problem.tests().tests().toList().get(1);
    assertThat(packages.text(second.input().orElseThrow())).isEqualTo("2\n");
    assertThat(packages.text(second.answer().orElseThrow())).isEqualTo("4\n");

    var checked = (Checking.Checked) problem.checking();
    assertThat(checked.checkers())
        .singleElement()
        .satisfies(checker -> {
          assertThat(checker.protocol()).isEqualTo(CheckerProtocol.TESTLIB);
          assertThat(checker.program().files())
              .extracting(PackageFile::path)
              .containsExactly("check.cpp", "testlib.h");
          assertThat(checker.program().start())
              .isEqualTo(new JuryProgram.Start.ByLanguage("cpp", Optional.of("check.cpp")));
        });
    assertThat(problem.checkerCases()).extracting(CheckerCase::valid).containsExactly(true, false);
  }

  @Test
  void validatorsReadAllTestsAndTheirOwn() throws Exception {
    String validators =
        CHECKER
            + """
            <validators><validator>
              <source path="files/val.cpp" type="cpp.g++17"/>
              <testset><tests>
                <test verdict="valid" group="2"/><test verdict="invalid"/><test verdict="valid"/>
              </tests></testset>
            </validator></validators>
            """;
    InputChecking inputs =
        packages
            .read(
                with(xml("", TESTS, "", assets(validators)))
                    .file("files/val.cpp", "")
                    .file("files/tests/validator-tests/01", "1")
                    .file("files/tests/validator-tests/02", "-1")
                    .zip())
            .inputs();

    assertThat(inputs.validators())
        .singleElement()
        .satisfies(validator -> {
          assertThat(validator.protocol()).isEqualTo(CheckerProtocol.TESTLIB);
          assertThat(validator.program().files())
              .extracting(PackageFile::path)
              .containsExactly("val.cpp", "testlib.h");
        });
    assertThat(inputs.cases())
        .extracting(one -> one.path() + " " + one.valid() + " " + one.arguments())
        .containsExactly(
            "tests/01 true [--testset, tests]",
            "tests/02 true [--testset, tests]",
            "tests/03 true [--testset, tests]",
            "valid_input/01 true [--testset, tests, --group, 2]",
            "invalid_input/02 false [--testset, tests]");
    assertThat(packages.findings()).anyMatch(found -> found.contains("a test of the validator"));
  }

  @Test
  void solutionsPromiseByTheirTags() throws Exception {
    ProblemDefinition problem = packages.read(with(xml("", TESTS, "", assets(CHECKER))).zip());

    assertThat(problem.solutions())
        .extracting(JurySolution::path, JurySolution::language)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sol.cpp", "cpp"),
            org.assertj.core.groups.Tuple.tuple("slow.py", "pypy"),
            org.assertj.core.groups.Tuple.tuple("bad.java", "java"),
            org.assertj.core.groups.Tuple.tuple("try.cpp", "cpp"));
    assertThat(problem.solutions().getFirst().promise())
        .isEqualTo(new Promise.Overall(Set.of(Verdict.ACCEPTED), Optional.empty(), true));
    assertThat(((Promise.Overall) problem.solutions().get(1).promise()).allowed())
        .containsExactlyInAnyOrder(Verdict.ACCEPTED, Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);
    assertThat(problem.solutions().getLast().promise()).isInstanceOf(Promise.Nothing.class);
    assertThat(packages.findings())
        .anyMatch(finding -> finding.startsWith("warning: solutions/old.py"))
        .anyMatch(finding -> finding.contains("do-not-run promises nothing"));
  }

  @ParameterizedTest
  @CsvSource({
    "accepted,                                    AC",
    "wrong-answer,                                NO OLE PE WA",
    "presentation-error,                          NO OLE PE WA",
    "time-limit-exceeded,                         TLE WTLE",
    "time-limit-exceeded-or-accepted,             AC TLE WTLE",
    "time-limit-exceeded-or-memory-limit-exceeded, MLE TLE WTLE",
    "memory-limit-exceeded,                       MLE",
    "rejected,                                    MLE NO OLE PE RTE SV TLE WA WTLE",
    "failed,                                      MLE NO OLE PE RTE SV TLE WA WTLE",
  })
  void aTagAllowsVerdicts(String tag, String codes) throws Exception {
    String tagged = assets(CHECKER).replace("tag=\"wrong-answer\"", "tag=\"" + tag + "\"");

    ProblemDefinition problem = packages.read(with(xml("", TESTS, "", tagged)).zip());

    Promise.Overall promise = (Promise.Overall) problem.solutions().get(2).promise();
    assertThat(promise.allowed().stream().map(Verdict::code).sorted().toList())
        .containsExactly(codes.split(" "));
    assertThat(promise.boundsTimeLimit()).isEqualTo(tag.equals("accepted"));
  }

  @Test
  void groupsKeepTheirPointsAndComeAfterWhatTheyDependOn() throws Exception {
    String tests =
        """
        <test sample="true" group="0" points="0"/>
        <test group="2" points="10.5"/>
        <test group="1" points="4"/>
        """;
    String groups =
        """
        <groups>
          <group name="0" points-policy="each-test" feedback-policy="complete"/>
          <group name="2" points-policy="complete-group" points="60">
            <dependencies><dependency group="0"/><dependency group="1"/></dependencies></group>
          <group name="1" points-policy="each-test"/>
        </groups>
        """;
    ProblemDefinition problem = packages.read(with(xml("", tests, groups, assets(CHECKER))).zip());

    assertThat(problem.scoring()).isTrue();
    assertThat(problem.tests().scoring()).isEqualTo(new Scoring.Sum());
    assertThat(problem.tests().children())
        .extracting(TestNode::path)
        .containsExactly("0", "1", "2");
    var last = (TestGroup) problem.tests().children().getLast();
    assertThat(last.scoring())
        .isEqualTo(new Scoring.Points(Optional.of(new BigDecimal("60")), true, List.of("0", "1")));
    assertThat(last.tests().toList().getFirst().points()).contains(new BigDecimal("10.5"));
  }

  @Test
  void aCircleOfDependenciesIsRefused() throws Exception {
    String groups =
        """
        <groups>
          <group name="1" points="1"><dependencies><dependency group="2"/></dependencies></group>
          <group name="2"><dependencies><dependency group="1"/></dependencies></group>
          <group name="3"><dependencies><dependency group="9"/></dependencies></group>
        </groups>
        """;
    String tests = "<test group=\"1\"/><test group=\"2\"/><test group=\"3\"/>";
    assertThat(packages.refused(with(xml("", tests, groups, assets(CHECKER))).zip()))
        .anyMatch(finding -> finding.contains("depends on no group before it: 1"))
        .anyMatch(finding -> finding.contains("depends on no group before it: 9"));
  }

  @Test
  void anInteractorIsFollowedByTheChecker() throws Exception {
    String interactor =
        CHECKER
            + "<interactor><source path=\"files/interactor.cpp\" type=\"cpp.g++17\"/></interactor>";
    ProblemDefinition problem = packages.read(with(xml("", TESTS, "", assets(interactor))).zip());

    var interactive = (Checking.Interactive) problem.checking();
    assertThat(interactive.interactor().program().name()).isEqualTo("files/interactor.cpp");
    assertThat(interactive.interactor().program().files())
        .extracting(PackageFile::path)
        .containsExactly("interactor.cpp", "testlib.h");
    assertThat(interactive.checker()).isPresent();
    assertThat(problem.checkerCases()).isEmpty();
  }

  @Test
  void interactiveTestsNeedNoAnswer() throws Exception {
    String xml =
        xml("input-file=\"stdin\"", TESTS, "", assets(CHECKER)).replace("%02d.a", "%02d.none");
    String interactor =
        "<interactor><source path=\"files/interactor.cpp\" type=\"cpp.g++17\"/></interactor>";
    ProblemDefinition problem =
        packages.read(with(xml.replace("</checker>", "</checker>" + interactor)).zip());
    assertThat(problem.tests().tests()).hasSize(3).allMatch(test -> test.answer().isEmpty());
  }

  @Test
  void aStandardCheckerWithoutItsSourceIsAComparison() throws Exception {
    String xml =
        xml("", TESTS, "", assets(CHECKER))
            .replace("files/check.cpp", "files/none.cpp")
            .replace("<copy path=\"check.cpp\"/>", "");
    assertThat(packages.read(with(xml).zip()).checking())
        .isEqualTo(new Checking.Compared(new Comparison.Tokens()));
    assertThat(packages.findings())
        .anyMatch(found -> found.contains("the checker std::wcmp.cpp is not in the archive"));
    assertThat(packages.refused(with(xml.replace("std::wcmp.cpp", "mine.cpp")).zip()))
        .anyMatch(found -> found.contains("the checker is not in the archive"));
  }

  @Test
  void filesForSolutionsAreIncluded() throws Exception {
    String resources =
        """
        <files><resources>
          <file path="files/testlib.h" type="h.g++"/>
          <file for-types="cpp.*" main="true" path="files/grader.cpp" type="cpp.g++17">
            <stages><stage name="COMPILE"/></stages>
            <assets><asset name="SOLUTION"/></assets>
          </file>
        </resources></files>
        """;
    ProblemDefinition problem =
        packages.read(with(xml("", TESTS, "", resources + assets(CHECKER))).zip());

    assertThat(problem.include()).containsOnlyKeys("cpp");
    assertThat(problem.include().get("cpp"))
        .extracting(PackageFile::path)
        .containsExactly("grader.cpp");
  }

  @ParameterizedTest
  @CsvSource({
    "input-file, ../a.in, error: problem.xml:6: input-file",
    "output-file, a*, error: problem.xml:6: output-file",
    "run-count, 2, error: problem.xml:6: run-count"
  })
  void whatCannotBeHonouredIsRefused(String key, String value, String finding) throws Exception {
    String xml = xml("%s=\"%s\"".formatted(key, value), TESTS, "", assets(CHECKER));
    assertThat(packages.refused(with(xml).zip())).anyMatch(found -> found.startsWith(finding));
  }

  @Test
  void filesInPlaceOfStandardStreams() throws Exception {
    String xml = xml("input-file=\"a.in\" output-file=\"stdout\"", TESTS, "", assets(CHECKER));
    assertThat(packages.read(with(xml).zip()).files())
        .isEqualTo(new ProgramFiles(Optional.of("a.in"), Optional.empty(), true));
    String interactive =
        xml(
            "output-file=\"a.out\"",
            TESTS,
            "",
            assets(
                CHECKER
                    + "<interactor><source path=\"files/interactor.cpp\" type=\"cpp.g++17\"/></interactor>"));
    assertThat(packages.refused(with(interactive).zip()))
        .anyMatch(found -> found.contains("an interactive problem has no files"));
  }

  @ParameterizedTest
  @CsvSource({
    "<time-limit>1500, <time-limit>61000, the time limit is more than the service grants",
    "<time-limit>1500, <time-limit>soon, the time limit must be a positive whole number",
    "<memory-limit>268435456, <memory-limit>99999999999, the memory limit is more",
    "%02d.a, %02d.b, a full package is needed",
    "std::wcmp.cpp, mine.cpp, the checker is not in the archive"
  })
  void aBrokenDescriptionIsRefused(String part, String other, String finding) throws Exception {
    String xml =
        xml(
            "",
            TESTS,
            "",
            assets(
                CHECKER
                    .replace("files/check.cpp", "../../etc/passwd")
                    .replace("\"check.cpp\"", "\"/etc/passwd\"")));
    assertThat(packages.refused(with(xml.replace(part, other)).zip()))
        .anyMatch(found -> found.contains(finding));
  }

  @Test
  void documentTypesAndEntitiesAreRefusedUnread() throws Exception {
    String entity =
        xml("", TESTS, "", assets(CHECKER))
            .replace(
                "<problem ",
                "<!DOCTYPE problem [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<problem ")
            .replace("value=\"Twice\"", "value=\"&x;\"");
    assertThat(packages.refused(with(entity).zip()))
        .anyMatch(found -> found.startsWith("error: problem.xml:"))
        .noneMatch(found -> found.contains("root:"));
    String bomb =
        "<!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
            + "<problem short-name=\"&b;\"/>";
    assertThat(packages.refused(with(bomb).zip()))
        .anyMatch(found -> found.startsWith("error: problem.xml:"));
    assertThat(packages.refused(with("<problem>".repeat(10_000)).zip()))
        .anyMatch(found -> found.startsWith("error: problem.xml:"));
    assertThat(packages.refused(with("<problem><judging></problem>").zip()))
        .contains("error: problem.xml:1: malformed XML");
  }
}
