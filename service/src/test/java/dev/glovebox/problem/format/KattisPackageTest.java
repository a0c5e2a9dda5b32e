package dev.glovebox.problem.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.PathGlob;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Promise.TimeLimitUse;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Scoring.Kattis2025;
import dev.glovebox.problem.Scoring.Kattis2025.Aggregation;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.intake.TestImports;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.PackageArchive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Format 2025-09 and its drafts. */
class KattisPackageTest {

  @TempDir Path folder;
  private TestImports imports;

  @BeforeEach
  void open() throws IOException {
    imports = new TestImports(folder);
  }

  private static PackageArchive with(String yaml) {
    return draft("2025-09", yaml).test("data/secret/1", "1", "2");
  }

  private static PackageArchive draft(String version, String yaml) {
    return new PackageArchive()
        .file("problem.yaml", "problem_format_version: %s\n%s".formatted(version, yaml));
  }

  private ProblemDefinition read(PackageArchive archive) throws Exception {
    return imports.of(archive).definition();
  }

  @ParameterizedTest
  @CsvSource({
    "2023-07-draft, KATTIS_2023_07",
    "2023-07, KATTIS_2023_07",
    "2025-09, KATTIS_2025_09",
    "2025-09-draft, KATTIS_2025_09",
    "legacy-icpc, ICPC_LEGACY",
    "legacy, KATTIS_LEGACY",
  })
  void versionsAreToldApart(String version, PackageFormat format) throws Exception {
    assertThat(read(draft(version, "").test("data/secret/1", "", "")).format()).isEqualTo(format);
  }

  @Test
  void limitsAndTheirUsuals() throws Exception {
    ProblemLimits usual = read(with("name: P\n")).limits();
    assertThat(usual.derivation())
        .isEqualTo(
            new ProblemLimits.TimeDerivation.Margins(
                new BigDecimal("2.0"), new BigDecimal("1.5"), Duration.ofSeconds(1)));
    ProblemLimits given =
        read(with(
                """
                limits:
                  time_limit: 0.5
                  time_multipliers: {ac_to_time_limit: 1.2, time_limit_to_tle: 3}
                  time_resolution: 0.1
                  memory: 128
                  validation_passes: 5
                """))
            .limits();
    assertThat(given.time()).hasValue(Duration.ofMillis(500));
    assertThat(given.derivation())
        .isEqualTo(
            new ProblemLimits.TimeDerivation.Margins(
                new BigDecimal("1.2"), BigDecimal.valueOf(3), Duration.ofMillis(100)));
    assertThat(given.memoryBytes()).hasValue(128L << 20);
    assertThat(given.passes()).as("only of multi-pass problems").isEqualTo(1);
  }

  @Test
  void programsMayWriteFilesWhereThePackageSaysSo() throws Exception {
    assertThat(read(with("")).files().writable()).isFalse();
    assertThat(read(with("allow_file_writing: false\n")).files().writable()).isFalse();
    assertThat(read(with("allow_file_writing: true\n")).files().writable()).isTrue();
    assertThat(read(draft("legacy", "").test("data/secret/1", "", "")).files().writable())
        .as("the legacy format says nothing of it")
        .isTrue();
    assertThat(imports.refusal(with("allow_file_writing: perhaps\n")))
        .anyMatch(line -> line.contains("allow_file_writing must be true or false"));
  }

  @Test
  void casesOfTheCheckerAndInputsHaveTheArgumentsOfTheirFolders() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .file("output_validator/v.py", "")
                .file("input_validators/v.py", "")
                .file(
                    "data/test_group.yaml",
                    "output_validator_args: [a]\ninput_validator_args: [b]\n")
                .test("data/valid_output/1", "", "")
                .file("data/valid_output/1.out", "")
                .file("data/invalid_output/test_group.yaml", "output_validator_args: [c]\n")
                .test("data/invalid_output/1", "", "")
                .file("data/invalid_output/1.out", "")
                .test("data/invalid_output/2", "", "")
                .file("data/invalid_output/2.out", "")
                .file("data/invalid_output/2.yaml", "output_validator_args: [d]\n")
                .file("data/invalid_input/1.in", "")
                .file("data/invalid_input/2.in", "")
                .file("data/invalid_input/2.yaml", "input_validator_args: [e]\nargs: [g]\n")
                .file("data/invalid_input/2.files/x.txt", "x"));
    assertThat(definition.checkerCases())
        .extracting(one -> one.path() + " " + one.arguments())
        .containsExactly("valid_output/1 [a]", "invalid_output/1 [c]", "invalid_output/2 [d]");
    assertThat(definition.inputs().cases())
        .extracting(one -> one.path() + " " + one.arguments())
        .as("inputs of the checker's cases are valid ones, too")
        .containsExactly(
            "secret/1 [b]",
            "valid_output/1 [b]",
            "invalid_output/1 [b]",
            "invalid_output/2 [b]",
            "invalid_input/1 [b]",
            "invalid_input/2 [e, g]");
    assertThat(definition.inputs().cases().getLast().files())
        .extracting(PackageFile::path)
        .containsExactly("x.txt");
  }

  @Test
  void typesAndTheirValidators() throws Exception {
    assertThat(
            read(with("type: [interactive, multi-pass]\n").file("output_validator/v.py", ""))
                .checking())
        .isInstanceOf(Checking.Interactive.class);
    ProblemDefinition multi =
        read(
            with("type: multi-pass\nlimits: {validation_passes: 3}\n")
                .file("output_validator/inside/v.cpp", "")
                .file("output_validator/inside/v.h", ""));
    assertThat(multi.limits().passes()).isEqualTo(3);
    assertThat(((Checking.Checked) multi.checking()).checkers().getFirst().program().name())
        .isEqualTo("output_validator/inside");
    assertThat(
            ((Checking.Checked)
                    read(with("")
                            .file("output_validator/v.cpp", "")
                            .file("output_validator/w.cpp", ""))
                        .checking())
                .checkers()
                .getFirst()
                .program()
                .files())
        .hasSize(2);
    assertThat(read(with("type: submit-answer\n")).submitAnswer()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: [pass-fail, scoring]|type can't be both pass-fail and scoring",
        "type: [submit-answer, multi-pass]|type can't be both submit-answer and multi-pass",
        "type: odd|type has the unknown word odd",
        "type: interactive|an interactive problem needs exactly one",
        "type: multi-pass|a multi-pass problem needs one",
        "limits: {memory: 99999}|limits.memory is more than the service grants",
        "limits: {time_multipliers: {ac_to_time_limit: 0.5}}|ac_to_time_limit must be at least 1",
        "constants: {9x: 1}|constants.9x is no name of a constant",
        "constants: {x: {tex: 1}}|constants.x has no value",
        "languages: [klingon]|languages allows no language of the catalogue",
      })
  void whatCantBeHonouredIsRefused(String line, String why) throws Exception {
    assertThat(imports.refusal(with(line + "\n"))).anyMatch(finding -> finding.contains(why));
  }

  @Test
  void bothSpellingsOfFoldersAreLookedFor() throws Exception {
    ProblemDefinition definition =
        read(
            draft("2023-07-draft", "validation: custom interactive\n")
                .file("output_validators/v/v.cpp", "")
                .file("problem_statement/problem.en.tex", "\\problemname{Karwa}")
                .test("data/secret/1", "", ""));
    assertThat(definition.checking()).isInstanceOf(Checking.Interactive.class);
    assertThat(definition.names()).containsValue("Karwa");
  }

  @Test
  void aStaticValidatorIsRefused() throws Exception {
    assertThat(imports.refusal(with("").file("static_validator/v.py", "")))
        .containsExactly(
            "error: static_validator: can't be honoured: static validators are not run");
  }

  @Test
  void settingsOfTestsAreInherited() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .file(
                    "data/secret/test_group.yaml",
                    "args: [a, b c]\noutput_validator_args: [case_sensitive]\n")
                .test("data/secret/2", "", "")
                .file(
                    "data/secret/2.yaml",
                    "args: []\noutput_validator_args: [float_tolerance, 1e-3]\nhint: h\n")
                .file("data/secret/2.files/x.txt", "")
                .test("data/sample/1", "", "")
                .file("data/sample/1.in.statement", "")
                .file("data/sample/2.in.download", "")
                .file("data/sample/3.interaction", ""));
    Map<String, ProblemTest> tests =
        definition.tests().tests().collect(Collectors.toMap(ProblemTest::path, t -> t));
    assertThat(tests).containsOnlyKeys("sample/1", "secret/1", "secret/2");
    assertThat(tests.get("secret/1").arguments()).containsExactly("a", "b c");
    assertThat(tests.get("secret/1").comparison())
        .contains(new Comparison.Kattis(true, false, Optional.empty(), Optional.empty()));
    assertThat(tests.get("secret/2").arguments()).isEmpty();
    assertThat(tests.get("secret/2").files()).hasSize(1);
    var tolerance = Optional.of(new BigDecimal("1e-3"));
    assertThat(tests.get("secret/2").comparison())
        .contains(new Comparison.Kattis(false, false, tolerance, tolerance));
    assertThat(tests.get("sample/1").comparison()).isEmpty();
  }

  @Test
  void foldersWithoutSettingsOnlySortTests() throws Exception {
    ProblemDefinition definition =
        read(with("").test("data/secret/b/c/2", "", "").test("data/secret/b/1", "", ""));
    var secret = (TestGroup) definition.tests().children().getFirst();
    assertThat(secret.children()).allMatch(ProblemTest.class::isInstance);
    assertThat(definition.tests().tests().map(ProblemTest::path))
        .containsExactly("secret/1", "secret/b/1", "secret/b/c/2");
  }

  private static PackageArchive scoring() {
    return draft("2025-09", "type: scoring\n").test("data/sample/1", "", "");
  }

  @Test
  void groupsAndTheirScores() throws Exception {
    ProblemDefinition definition =
        read(
            scoring()
                .file("data/secret/a/test_group.yaml", "max_score: 30\n")
                .test("data/secret/a/1", "", "")
                .file(
                    "data/secret/b/test_group.yaml",
                    "max_score: 70\nscore_aggregation: min\nrequire_pass: [sample, secret/a]\n")
                .test("data/secret/b/deep/1", "", ""));
    assertThat(definition.tests().scoring()).isEqualTo(new Scoring.Sum());
    List<Scoring> all =
        List.of(
            rules(definition, "sample"), rules(definition, "secret"),
            rules(definition, "secret/a"), rules(definition, "secret/b"));
    assertThat(all)
        .containsExactly(
            new Kattis2025(Optional.empty(), Aggregation.PASS_FAIL, List.of(), Optional.empty()),
            kattis("100", Aggregation.SUM),
            kattis("30", Aggregation.PASS_FAIL),
            kattis("70", Aggregation.LEAST, "sample", "secret/a"));
  }

  private static Kattis2025 kattis(String most, Aggregation aggregation, String... needed) {
    return new Kattis2025(
        Optional.of(new BigDecimal(most)), aggregation, List.of(needed), Optional.empty());
  }

  private static Scoring rules(ProblemDefinition definition, String path) {
    return rules(definition.tests(), path).orElseThrow();
  }

  private static Optional<Scoring> rules(TestGroup group, String path) {
    return group.path().equals(path)
        ? Optional.of(group.scoring())
        : group.children().stream()
            .filter(TestGroup.class::isInstance)
            .flatMap(child -> rules((TestGroup) child, path).stream())
            .findFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score_aggregation: sum|max_score must be given and bounded",
        "max_score: 5\\nrequire_pass: secret/z|require_pass names no earlier group: secret/z",
        "max_score: -5|max_score must not be negative",
        "max_score: 5\\nscore_aggregation: avg|score_aggregation must be pass-fail, sum or min",
        "max_score: 5\\nstatic_validation_score: 5|static validators are not run",
      })
  void badGroupsAreRefused(String text, String why) throws Exception {
    assertThat(
            imports.refusal(
                scoring()
                    .file("data/secret/a/test_group.yaml", text.replace("\\n", "\n") + "\n")
                    .test("data/secret/a/1", "", "")))
        .anySatisfy(finding ->
            assertThat(finding).startsWith("error: data/secret/a/test_group.yaml").contains(why));
  }

  @Test
  void anUnboundedProblem() throws Exception {
    ProblemDefinition definition =
        read(
            scoring()
                .file("data/secret/test_group.yaml", "max_score: unbounded\n")
                .file("data/secret/a/test_group.yaml", "score_aggregation: sum\n")
                .test("data/secret/a/1", "", ""));
    assertThat(rules(definition, "secret/a"))
        .isEqualTo(new Kattis2025(Optional.empty(), Aggregation.SUM, List.of(), Optional.empty()));
  }

  @Test
  void theDraftWithTheGroupsOfTheLegacyFormat() throws Exception {
    ProblemDefinition definition =
        read(
            draft("2023-07-draft", "type: scoring\n")
                .file("data/secret/g/testdata.yaml", "accept_score: 25\ngrader_flags: min\n")
                .test("data/secret/g/1", "", ""));
    assertThat(((Scoring.KattisLegacy) rules(definition, "secret/g")).acceptScore())
        .isEqualTo(BigDecimal.valueOf(25));
  }

  @Test
  void constantsAreReplacedInProgramsButNotInData() throws Exception {
    var archive =
        draft("2025-09", "constants:\n  n: 5\n  big: {value: 1000, words: \"a £ thousand\"}\n")
            .file("data/secret/1.in", "{{n}}")
            .file("data/secret/1.ans", "{{n}}")
            .file("data/secret/test_group.yaml", "args: [\"{{n}}\"]\n")
            .file(
                "include/cpp/n.h",
                "#define N {{big}} // {{big.words}} {{big.value}} {{unknown}} {n}")
            .file("submissions/accepted/a.py", "print({{n}})")
            .file("output_validator/v.py", "{{n}}");
    var result = imports.of(archive);
    ProblemDefinition definition = result.definition();
    var test = definition.tests().tests().findFirst().orElseThrow();
    assertThat(text(test.input().orElseThrow())).isEqualTo("{{n}}");
    assertThat(test.arguments()).containsExactly("5");
    assertThat(text(definition.include().get("cpp").getFirst().blob()))
        .isEqualTo("#define N 1000 // a £ thousand 1000 {{unknown}} {n}");
    assertThat(text(definition.solutions().getFirst().files().getFirst().blob()))
        .isEqualTo("print(5)");
  }

  @Test
  void whatGrowsIsBounded() throws Exception {
    String value = "x".repeat(1000);
    assertThat(
            imports.refusal(
                with("constants: {n: %s}\n".formatted(value))
                    .file("submissions/accepted/a.py", "{{n}}".repeat(100_000))))
        .anyMatch(line -> line.contains("with constants in their places"));
    assertThat(imports.refusal(with("constants: {n: %sx}\n".formatted(value))))
        .anyMatch(line -> line.contains("more than 1000 characters"));
    PackageArchive archive =
        with("").file("data/secret/test_group.yaml", "args: [%s]\n".formatted("y".repeat(100_000)));
    for (int i = 0; i < 200; i++) {
      archive.test("data/secret/t" + i, "", "");
    }
    assertThat(imports.refusal(archive))
        .containsExactly("error: the arguments of all tests are too long");
    assertThat(imports.refusal(with("name: %s\n".formatted(value))))
        .containsExactly("error: a name has more than 300 characters");
  }

  private String text(dev.glovebox.blob.Blob blob) throws IOException {
    return new String(imports.blobs().read(blob), StandardCharsets.UTF_8);
  }

  @Test
  void solutionsPromiseByTheirFolder() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .file("submissions/accepted/a.py", "")
                .file("submissions/rejected/b.py", "")
                .file("submissions/wrong_answer/c.py", "")
                .file("submissions/time_limit_exceeded/d.py", "")
                .file("submissions/run_time_error/e.py", "")
                .file("submissions/brute_force/f.py", "")
                .file("submissions/other/g.py", "")
                .file("submissions/other/h.py", "# @EXPECTED_RESULTS@: RUN-ERROR\n")
                .file("submissions/partially_accepted/i.py", ""));
    Map<String, Promise> promises = promises(definition);
    assertThat(use(promises, "accepted/a.py")).isEqualTo(TimeLimitUse.LOWER);
    assertThat(use(promises, "rejected/b.py")).isEqualTo(TimeLimitUse.NONE);
    assertThat(use(promises, "wrong_answer/c.py")).isEqualTo(TimeLimitUse.LOWER);
    assertThat(use(promises, "time_limit_exceeded/d.py")).isEqualTo(TimeLimitUse.UPPER);
    assertThat(use(promises, "run_time_error/e.py")).isEqualTo(TimeLimitUse.LOWER);
    assertThat(use(promises, "brute_force/f.py")).isEqualTo(TimeLimitUse.NONE);
    assertThat(promises.get("other/g.py")).isEqualTo(new Promise.Nothing());
    assertThat(promises.get("other/h.py")).isInstanceOf(Promise.Overall.class);
    assertThat(promises.get("partially_accepted/i.py"))
        .as("a name of older formats")
        .isEqualTo(new Promise.Nothing());
    Promise.Rule wrong = rule(promises, "wrong_answer/c.py", 0);
    assertThat(wrong.permitted())
        .contains(Verdict.ACCEPTED, Verdict.WRONG_ANSWER)
        .doesNotContain(Verdict.TIME_LIMIT);
    assertThat(wrong.required()).contains(Verdict.WRONG_ANSWER).doesNotContain(Verdict.ACCEPTED);
    assertThat(rule(promises, "rejected/b.py", 0).permitted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // folder, permitted, required; nothing = anything
    "accepted,            AC,                 ''",
    "rejected,            '',                 MLE NO OLE PE RTE SV TLE WA WTLE",
    "wrong_answer,        AC NO OLE PE WA,    NO OLE PE WA",
    "time_limit_exceeded, AC TLE WTLE,        TLE WTLE",
    "run_time_error,      AC MLE RTE SV,      MLE RTE SV",
    "brute_force,         AC MLE RTE SV TLE WTLE, MLE RTE SV TLE WTLE",
  })
  void aFolderPermitsAndRequires(String folder, String permitted, String required)
      throws Exception {
    String path = folder + "/a.py";
    Promise.Rule rule = rule(promises(read(with("").file("submissions/" + path, ""))), path, 0);

    assertThat(codes(rule.permitted())).isEqualTo(permitted);
    assertThat(codes(rule.required())).isEqualTo(required);
  }

  private static String codes(Set<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::code).sorted().collect(Collectors.joining(" "));
  }

  @Test
  void submissionsYamlChangesAndAddsPromises() throws Exception {
    ProblemDefinition definition =
        read(
            with("")
                .file("submissions/accepted/a.py", "")
                .file("submissions/accepted/b.cpp", "")
                .file("submissions/time_limit_exceeded/slow.py", "")
                .file("submissions/mixed/x/main.py", "")
                .file("submissions/mixed/x/other.java", "")
                .file("submissions/mixed/x/more.java", "")
                .file(
                    "submissions/submissions.yaml",
                    """
                    time_limit_exceeded:
                      permitted: [AC, WA, TLE]
                    accepted/*.{py,java}:
                      message: well done
                      use_for_time_limit: false
                    mixed/x:
                      language: python3
                      entrypoint: main.py
                      authors: Somebody
                      score: [10, 20.5]
                      sample: {permitted: [AC]}
                      secret/*-hard: {permitted: [AC, TLE], required: [TLE], message: slow}
                    """));
    Map<String, Promise> promises = promises(definition);
    Promise.Rule slow = rule(promises, "time_limit_exceeded/slow.py", 0);
    assertThat(slow.permitted()).contains(Verdict.WRONG_ANSWER, Verdict.ACCEPTED);
    assertThat(slow.required()).as("inherited").contains(Verdict.TIME_LIMIT);
    assertThat(((Promise.EachTest) promises.get("time_limit_exceeded/slow.py")).rules()).hasSize(1);

    assertThat(((Promise.EachTest) promises.get("accepted/a.py")).rules()).hasSize(2);
    assertThat(rule(promises, "accepted/a.py", 1).message()).contains("well done");
    assertThat(use(promises, "accepted/a.py"))
        .as("the folder's own rule still counts")
        .isEqualTo(TimeLimitUse.LOWER);
    assertThat(((Promise.EachTest) promises.get("accepted/b.cpp")).rules()).hasSize(1);

    JurySolution mixed =
        definition.solutions().stream()
            .filter(s -> s.path().equals("mixed/x"))
            .findFirst()
            .orElseThrow();
    assertThat(mixed.language()).isEqualTo("python");
    assertThat(mixed.main()).contains("main.py");
    List<Promise.Rule> rules = ((Promise.EachTest) mixed.promise()).rules();
    assertThat(rules.stream().map(Promise.Rule::group))
        .containsExactly(Optional.empty(), Optional.of("sample"), Optional.of("secret/*-hard"));
    assertThat(rules.getFirst().score())
        .contains(new Promise.ScoreRange(BigDecimal.TEN, new BigDecimal("20.5")));
    assertThat(use(promises, "mixed/x")).isEqualTo(TimeLimitUse.UPPER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accepted: {permitted: [OK]}|permitted has the unknown verdict OK",
        "accepted: {score: [1, 2, 3]}|score must be a number or a list of two",
        "accepted: {use_for_time_limit: perhaps}|must be false, lower or upper",
        "accepted: 5|accepted must be a mapping",
      })
  void badSubmissionsYamlIsRefused(String text, String why) throws Exception {
    assertThat(
            imports.refusal(
                with("")
                    .file("submissions/accepted/a.py", "")
                    .file("submissions/submissions.yaml", text + "\n")))
        .anySatisfy(finding ->
            assertThat(finding)
                .startsWith("error: submissions/submissions.yaml:1: ")
                .contains(why));
  }

  private static Map<String, Promise> promises(ProblemDefinition definition) {
    return definition.solutions().stream()
        .collect(Collectors.toMap(JurySolution::path, JurySolution::promise));
  }

  private static TimeLimitUse use(Map<String, Promise> promises, String path) {
    return ((Promise.EachTest) promises.get(path)).timeLimit();
  }

  private static Promise.Rule rule(Map<String, Promise> promises, String path, int index) {
    return ((Promise.EachTest) promises.get(path)).rules().get(index);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accepted|accepted/a.py|true",
        "accepted/*|accepted/a.py|true",
        "accepted/*|accepted/dir/a.py|true",
        "*/a.py|accepted/dir/a.py|false",
        "*.py|accepted/a.py|false",
        "accepted/{a,b}.{py,cpp}|accepted/b.cpp|true",
        "accepted/{a,b{1,2}}.py|accepted/b2.py|true",
        "accepted/{a}.py|accepted/a.py|true",
        "accepted/a?py|accepted/a.py|true",
        "accepted/a.p|accepted/a.py|false",
        "a[xy]|ax|false",
        "a*b*c|a-b-b-c|true",
        "a*b|a-b-c|false",
        "*|a/b|true",
        "a/*/c|a/b/c|true",
        "a/*/c|a/b/b/c|false",
        "secret/*{ 4 }{ 2, 3 }|secret/142|true",
        "secret/*{ 4 }{ 2, 3 }|secret/4 2|false",
        "***********************b|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|false",
      })
  void globs(String glob, String path, boolean matches) {
    assertThat(PathGlob.of(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void languagesThatMayBeUsed() throws Exception {
    var result = imports.of(with("languages: [cpp, python3, klingon]\n"));
    assertThat(result.definition().languages()).contains(Set.of("cpp", "python"));
    assertThat(result.lines()).hasSize(1);
    assertThat(read(with("languages: all\n")).languages()).isEmpty();
  }
}
