package dev.glovebox.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.blob.Blob;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was stored once must be readable for ever, under the same name. */
class DefinitionJsonTest {

  private static final Blob BLOB = new Blob("ab".repeat(32), 7);

  private static ProblemDefinition definition() {
    var program =
        new JuryProgram(
            "v",
            List.of(new PackageFile("v.py", BLOB, true)),
            new JuryProgram.Start.ByLanguage("python", Optional.of("v.py")));
    var scripts = new JuryProgram("w", List.of(), new JuryProgram.Start.ByScripts(true));
    var test =
        new ProblemTest(
            "secret/g/1",
            Optional.of(BLOB),
            Optional.empty(),
            Optional.of(new BigDecimal("2.50")),
            List.of("a b"),
            List.of("c"),
            Optional.of(
                new Comparison.Kattis(
                    true, false, Optional.of(new BigDecimal("1e-6")), Optional.empty())),
            List.of(new PackageFile("x", BLOB, false)),
            false);
    List<TestNode> groups =
        List.of(
            new TestGroup("a", new Scoring.PassFail(), List.of(test)),
            new TestGroup(
                "b",
                new Scoring.KattisLegacy(
                    true,
                    Scoring.KattisLegacy.VerdictMode.FIRST_ERROR,
                    Scoring.KattisLegacy.ScoreMode.MOST,
                    true,
                    false,
                    BigDecimal.ONE,
                    BigDecimal.ZERO,
                    Optional.of(BigDecimal.TEN),
                    Optional.empty(),
                    Optional.of(scripts),
                    List.of("f")),
                List.of()),
            new TestGroup(
                "c",
                new Scoring.Kattis2025(
                    Optional.of(BigDecimal.TEN),
                    Scoring.Kattis2025.Aggregation.LEAST,
                    List.of("a"),
                    Optional.empty()),
                List.of()),
            new TestGroup(
                "d",
                new Scoring.Points(Optional.of(BigDecimal.ONE), true, List.of("a")),
                List.of()));
    Map<String, String> names = new LinkedHashMap<>();
    for (String language : List.of("sv", "en", "de", "fr", "ru", "a", "b", "c")) {
      names.put(language, "N " + language);
    }
    List<PackageFile> files = List.of(new PackageFile("y", BLOB, false));
    return new ProblemDefinition(
        PackageFormat.KATTIS_2025_09,
        names,
        true,
        false,
        new ProblemLimits(
            Optional.of(Duration.ofMillis(1500)),
            new ProblemLimits.TimeDerivation.Margins(
                new BigDecimal("2.0"), new BigDecimal("1.5"), Duration.ofSeconds(1)),
            Optional.of(1L << 30),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            2),
        new Checking.Interactive(
            new Validator(program, CheckerProtocol.TESTLIB),
            Optional.of(new Validator(scripts, CheckerProtocol.CMS))),
        new TestGroup("", new Scoring.Sum(), groups),
        Map.of("cpp", List.of(new PackageFile("h", BLOB, false)), "default", List.of()),
        Optional.of(Set.of("cpp", "c", "python", "java", "go")),
        List.of(
            new JurySolution("x/1", "c", List.of(), Optional.of("m"), new Promise.Nothing()),
            new JurySolution(
                "x/2",
                "c",
                List.of(),
                Optional.empty(),
                new Promise.Overall(
                    Set.of(Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.TIME_LIMIT),
                    Optional.of(new Promise.ScoreRange(BigDecimal.ZERO, BigDecimal.TEN)),
                    true)),
            new JurySolution(
                "x/3",
                "c",
                List.of(),
                Optional.empty(),
                new Promise.EachTest(
                    List.of(
                        new Promise.Rule(
                            Optional.of("secret/*"),
                            Set.of(Verdict.ACCEPTED),
                            Set.of(),
                            Optional.empty(),
                            Optional.of("ö \"x\""))),
                    Promise.TimeLimitUse.LOWER))),
        List.of(
            new CheckerCase(
                "valid_output/1",
                BLOB,
                BLOB,
                BLOB,
                true,
                List.of("f"),
                Optional.of(new Comparison.Exact()))),
        new InputChecking(
            List.of(new Validator(program, CheckerProtocol.KATTIS)),
            List.of(new InputCase("secret/1", BLOB, true, List.of("x"), files))),
        new ProgramFiles(Optional.of("a.in"), Optional.of("a.out"), false));
  }

  @Test
  void everyKindOfThingIsReadAsItWasWritten() {
    ProblemDefinition definition = definition();
    assertThat(DefinitionJson.readDefinition(DefinitionJson.write(definition)))
        .isEqualTo(definition);
    for (Checking checking :
        List.of(
            new Checking.Compared(new Comparison.Exact()),
            new Checking.Compared(new Comparison.TrimLines()),
            new Checking.Compared(new Comparison.Tokens()),
            new Checking.Checked(List.of()))) {
      ProblemDefinition other = with(checking);
      assertThat(DefinitionJson.readDefinition(DefinitionJson.write(other))).isEqualTo(other);
    }
  }

  private static ProblemDefinition with(Checking checking) {
    ProblemDefinition d = definition();
    return new ProblemDefinition(
        PackageFormat.NATIVE,
        d.names(),
        d.scoring(),
        true,
        new ProblemLimits(
            Optional.empty(),
            new ProblemLimits.TimeDerivation.Legacy(BigDecimal.TEN, BigDecimal.ONE),
            Optional.empty(),
            Optional.empty(),
            Optional.of(5L),
            Optional.of(Duration.ofSeconds(9)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1),
        checking,
        d.tests(),
        Map.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        InputChecking.NONE,
        ProgramFiles.USUAL);
  }

  /**
   * Immutable sets and maps have another order in every process; the version must not. Whoever
   * changes this number gives every problem a new version when its package is put again.
   */
  @Test
  void theVersionIsTheSameEverywhere() {
    assertThat(DefinitionJson.version(DefinitionJson.write(definition())))
        .isEqualTo("ce3e435339864bf1674130a228744e885401181627078975983cd533f01bf599");
  }

  @Test
  void whatIsNotOfThisFormIsNotGuessedAt() {
    String json = DefinitionJson.write(definition());
    assertThatThrownBy(
            () -> DefinitionJson.readDefinition(json.replace("\"form\":3", "\"form\":4")))
        .hasMessageContaining("unknown form 4");
    assertThatThrownBy(
            () -> DefinitionJson.readDefinition(json.replace("\"form\":3", "\"form\":3,\"x\":2")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void theFirstFormIsReadForEver() {
    JsonNode tree = JsonMapper.shared().readTree(DefinitionJson.write(definition()));
    ((ObjectNode) tree).put("form", 1);
    ObjectNode definition = (ObjectNode) tree.path("definition");
    definition.remove(List.of("inputs", "files"));
    ((ObjectNode) definition.path("checkerCases").path(0))
        .remove(List.of("arguments", "comparison"));
    String first = tree.toString();

    ProblemDefinition read = DefinitionJson.readDefinition(first);

    assertThat(read.inputs()).isEqualTo(InputChecking.NONE);
    assertThat(read.checkerCases())
        .containsExactly(
            new CheckerCase("valid_output/1", BLOB, BLOB, BLOB, true, List.of(), Optional.empty()));
    assertThat(
            DefinitionJson.readDefinition(first.replace("1073741824", "null"))
                .limits()
                .memoryBytes())
        .as("what judging and verification did not agree upon")
        .hasValue(2L << 30);
    assertThat(read.limits()).isEqualTo(definition().limits());
    assertThat(read.solutions()).isEqualTo(definition().solutions());
  }

  @Test
  void theSecondFormToo() {
    JsonNode tree = JsonMapper.shared().readTree(DefinitionJson.write(definition()));
    ((ObjectNode) tree).put("form", 2);
    ObjectNode definition = (ObjectNode) tree.path("definition");
    definition.remove("files");
    ((ObjectNode) definition.path("inputs").path("cases").path(0)).remove("files");

    ProblemDefinition read = DefinitionJson.readDefinition(tree.toString());

    assertThat(read.files()).isEqualTo(ProgramFiles.USUAL);
    assertThat(read.inputs().cases())
        .containsExactly(new InputCase("secret/1", BLOB, true, List.of("x"), List.of()));
    assertThat(read.checkerCases()).isEqualTo(definition().checkerCases());
  }

  @Test
  void reportsToo() {
    List<Finding> report =
        List.of(
            new Finding(Finding.Severity.WARNING, "a", Optional.of(3), "m"),
            new Finding(Finding.Severity.ERROR, "", Optional.empty(), "n"));
    assertThat(DefinitionJson.readReport(DefinitionJson.write(report))).isEqualTo(report);
  }
}
