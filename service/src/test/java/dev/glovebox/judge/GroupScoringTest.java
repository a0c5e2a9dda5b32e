package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Scoring.Kattis2025;
import dev.glovebox.problem.Scoring.Kattis2025.Aggregation;
import dev.glovebox.problem.Scoring.KattisLegacy;
import dev.glovebox.problem.Scoring.KattisLegacy.ScoreMode;
import dev.glovebox.problem.Scoring.KattisLegacy.VerdictMode;
import dev.glovebox.problem.Scoring.PassFail;
import dev.glovebox.problem.Scoring.Points;
import dev.glovebox.problem.Scoring.Sum;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.submission.GroupResult;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tests are run, and what comes of them: tables, no sandbox. */
class GroupScoringTest {

  private static final Map<String, Verdict> CODES = new HashMap<>();

  static {
    for (Verdict verdict : Verdict.values()) {
      CODES.put(verdict.code(), verdict);
    }
  }

  private final List<String> asked = new ArrayList<>();
  private final Map<String, Graded> outcomes = new HashMap<>();
  private final List<List<Graded>> toldToGrader = new ArrayList<>();
  private Graded graderSays = Graded.of(Verdict.ACCEPTED, BigDecimal.ZERO);
  private boolean allTests;

  private static ProblemTest test(String path) {
    return test(path, null, false);
  }

  private static ProblemTest test(String path, String points, boolean sample) {
    return new ProblemTest(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(points).map(BigDecimal::new),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        sample);
  }

  private static TestGroup group(String path, Scoring scoring, TestNode... children) {
    return new TestGroup(path, scoring, List.of(children));
  }

  /** A group of as many tests as there are verdicts, which they get. */
  private TestGroup group(String path, Scoring scoring, String verdicts) {
    List<TestNode> tests = new ArrayList<>();
    for (String code : verdicts.split(" ")) {
      String name = path + "/" + (tests.size() + 1);
      tests.add(test(name));
      says(name, code);
    }
    return new TestGroup(path, scoring, tests);
  }

  /** A verdict's code, with a score behind a colon or a multiplier behind an asterisk. */
  private void says(String path, String outcome) {
    String[] parts = outcome.split("[:*]");
    outcomes.put(
        path,
        new Graded(
            CODES.get(parts[0]),
            outcome.contains(":") ? Optional.of(new BigDecimal(parts[1])) : Optional.empty(),
            outcome.contains("*") ? Optional.of(new BigDecimal(parts[1])) : Optional.empty()));
  }

  private GroupScoring.Scored judge(TestGroup root) {
    return new GroupScoring(
            true,
            allTests,
            test -> {
              asked.add(test.path());
              return outcomes.getOrDefault(test.path(), Graded.of(Verdict.ACCEPTED));
            },
            (_, children) -> {
              toldToGrader.add(children);
              return graderSays;
            })
        .judge(root);
  }

  private static KattisLegacy legacy(
      boolean onRejectContinue, VerdictMode verdicts, ScoreMode scores) {
    return legacy(onRejectContinue, verdicts, scores, false, false);
  }

  private static KattisLegacy legacy(
      boolean onRejectContinue,
      VerdictMode verdicts,
      ScoreMode scores,
      boolean ignoreSample,
      boolean anyAccepted) {
    return new KattisLegacy(
        onRejectContinue,
        verdicts,
        scores,
        ignoreSample,
        anyAccepted,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Kattis2025 kattis(String most, Aggregation aggregation, String... requires) {
    return new Kattis2025(
        Optional.ofNullable(most).map(BigDecimal::new),
        aggregation,
        List.of(requires),
        Optional.empty());
  }

  private static String shown(GroupScoring.Scored scored) {
    return scored.verdict().code() + " " + scored.score().toPlainString();
  }

  private static Map<String, String> groups(GroupScoring.Scored scored) {
    Map<String, String> shown = new HashMap<>();
    for (GroupResult group : scored.groups()) {
      shown.put(
          group.path(), group.verdict().code() + " " + group.score().orElseThrow().toPlainString());
    }
    return shown;
  }

  // Pass or fail

  @ParameterizedTest
  @CsvSource({
    "AC AC AC,   AC, 3",
    "AC WA TLE,  WA, 2",
    "TLE WA AC,  TLE, 1",
    "NO,         NO, 1",
    "AC RTE,     RTE, 2",
  })
  void theFirstThatIsNotAcceptedDecidesAndEndsIt(String verdicts, String expected, int run) {
    GroupScoring.Scored scored = judge(group("", new PassFail(), verdicts));
    assertThat(scored.verdict().code()).isEqualTo(expected);
    assertThat(asked).hasSize(run);
  }

  @Test
  void samplesComeFirstAndAFailedOneEndsEverything() {
    TestGroup root =
        group(
            "",
            new PassFail(),
            group("sample", new PassFail(), "AC WA AC"),
            group("secret", new PassFail(), "AC"));
    GroupScoring.Scored scored = judge(root);
    assertThat(scored.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(scored.decisive()).contains("sample/2");
    assertThat(asked).containsExactly("sample/1", "sample/2");
    assertThat(scored.groups())
        .extracting(GroupResult::path)
        .containsExactly("sample", "secret", "");
    assertThat(scored.groups())
        .extracting(GroupResult::verdict)
        .containsExactly(Verdict.WRONG_ANSWER, Verdict.SKIPPED, Verdict.WRONG_ANSWER);
  }

  @Test
  void runningAllTestsChangesNothingButWhatIsRun() {
    allTests = true;
    TestGroup root =
        group(
            "",
            new PassFail(),
            group("sample", new PassFail(), "AC WA AC"),
            group("secret", new PassFail(), "RTE AC"));
    GroupScoring.Scored scored = judge(root);
    assertThat(scored.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(scored.decisive()).contains("sample/2");
    assertThat(asked).containsExactly("sample/1", "sample/2", "sample/3", "secret/1", "secret/2");
  }

  // The legacy format

  @ParameterizedTest
  @CsvSource({
    // worst of all, in the order of the format's grader
    "WORST_ERROR,   AC WA TLE,         TLE",
    "WORST_ERROR,   TLE WA RTE,        RTE",
    "WORST_ERROR,   MLE RTE,           RTE",
    "WORST_ERROR,   TLE MLE,           MLE",
    "WORST_ERROR,   OLE TLE,           TLE",
    "WORST_ERROR,   WA OLE,            OLE",
    "WORST_ERROR,   PE WA,             WA",
    "WORST_ERROR,   NO PE,             NO",
    "WORST_ERROR,   OLE WTLE,          WTLE",
    "WORST_ERROR,   MLE SV,            SV",
    "WORST_ERROR,   AC AC,             AC",
    "FIRST_ERROR,   AC WA RTE,         WA",
    "FIRST_ERROR,   TLE WA,            TLE",
    "FIRST_ERROR,   AC AC,             AC",
    "ALWAYS_ACCEPT, WA RTE,            AC",
  })
  void aLegacyGroupsVerdict(VerdictMode mode, String verdicts, String expected) {
    GroupScoring.Scored scored = judge(group("", legacy(true, mode, ScoreMode.SUM), verdicts));
    assertThat(scored.verdict().code()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM,     AC:3 AC:0.1 AC:0.2, 3.3",
    "SUM,     AC AC AC,           3",
    "SUM,     AC WA AC,           2",
    "AVERAGE, AC:1 AC:2,          1.5",
    "AVERAGE, AC:1 AC:0 AC:0,     0.333333333",
    "LEAST,   AC:5 AC:2 AC:9,     2",
    "LEAST,   AC:5 WA AC:9,       0",
    "MOST,    AC:5 AC:2 AC:9,     9",
    "MOST,    WA WA,              0",
  })
  void aLegacyGroupsScore(ScoreMode mode, String outcomes, String expected) {
    GroupScoring.Scored scored =
        judge(group("", legacy(true, VerdictMode.ALWAYS_ACCEPT, mode), outcomes));
    assertThat(scored.score()).isEqualByComparingTo(expected);
  }

  @Test
  void scoresAreDecimalsAndNotTheNearestDoubles() {
    GroupScoring.Scored scored =
        judge(
            group(
                "",
                legacy(true, VerdictMode.WORST_ERROR, ScoreMode.SUM),
                "AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1 AC:0.1"));
    assertThat(scored.score()).isEqualByComparingTo("1");
    assertThat(scored.tests()).containsEntry("/1", new BigDecimal("0.1"));
  }

  @Test
  void aScoreIsOnlyWorthSomethingWithAnAcceptedVerdict() {
    assertThat(
            shown(
                judge(
                    group("", legacy(true, VerdictMode.WORST_ERROR, ScoreMode.SUM), "AC:5 WA AC"))))
        .isEqualTo("WA 0");
  }

  @Test
  void breakEndsTheGroupAndNotItsParent() {
    TestGroup root =
        group(
            "",
            legacy(true, VerdictMode.FIRST_ERROR, ScoreMode.SUM, false, true),
            group("a", legacy(false, VerdictMode.WORST_ERROR, ScoreMode.LEAST), "WA AC"),
            group("b", legacy(false, VerdictMode.WORST_ERROR, ScoreMode.LEAST), "AC:7 AC:9"));
    GroupScoring.Scored scored = judge(root);
    assertThat(asked).containsExactly("a/1", "b/1", "b/2");
    assertThat(shown(scored)).isEqualTo("AC 7");
    assertThat(groups(scored)).containsEntry("a", "WA 0").containsEntry("b", "AC 7");
  }

  @Test
  void acceptAndRejectScoresAreTheGroups() {
    KattisLegacy rules =
        new KattisLegacy(
            true,
            VerdictMode.ALWAYS_ACCEPT,
            ScoreMode.SUM,
            false,
            false,
            new BigDecimal("2.5"),
            new BigDecimal("0.25"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThat(judge(group("", rules, "AC WA AC:10")).score()).isEqualByComparingTo("12.75");
  }

  @Test
  void theSampleIsRunAndDoesNotCountWhereItIsIgnored() {
    TestGroup root =
        group(
            "",
            legacy(true, VerdictMode.WORST_ERROR, ScoreMode.SUM, true, false),
            group("sample", legacy(true, VerdictMode.WORST_ERROR, ScoreMode.SUM), "RTE AC:9"),
            group("secret", legacy(true, VerdictMode.WORST_ERROR, ScoreMode.SUM), "AC:4"));
    assertThat(shown(judge(root))).isEqualTo("AC 4");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aScoreOutsideOfTheRangeIsSaidAndLeft() {
    KattisLegacy rules =
        new KattisLegacy(
            true,
            VerdictMode.WORST_ERROR,
            ScoreMode.SUM,
            false,
            false,
            BigDecimal.ONE,
            BigDecimal.ZERO,
            Optional.of(BigDecimal.ZERO),
            Optional.of(BigDecimal.TEN),
            Optional.empty(),
            List.of());
    GroupScoring.Scored scored = judge(group("", rules, "AC:11"));
    assertThat(scored.score()).isEqualByComparingTo("11");
    assertThat(scored.groups().getFirst().message()).contains("outside of the group's range");
    assertThat(judge(group("", rules, "AC:10")).groups().getFirst().message()).isEmpty();
  }

  @Test
  void aCustomGraderIsToldWhatWasJudgedAndSaysWhatCounts() {
    KattisLegacy rules =
        new KattisLegacy(
            false,
            VerdictMode.WORST_ERROR,
            ScoreMode.SUM,
            false,
            false,
            BigDecimal.ONE,
            BigDecimal.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new JuryProgram("grader", List.of(), new JuryProgram.Start.ByScripts(false))),
            List.of());
    graderSays = Graded.of(Verdict.ACCEPTED, new BigDecimal("42.5"));
    assertThat(shown(judge(group("", rules, "AC:2 TLE AC")))).isEqualTo("AC 42.5");
    assertThat(toldToGrader)
        .containsExactly(
            List.of(
                Graded.of(Verdict.ACCEPTED, new BigDecimal("2")),
                Graded.of(Verdict.TIME_LIMIT, BigDecimal.ZERO)));
  }

  @Test
  void anEmptyLegacyGroupIsAcceptedAndWorthNothing() {
    assertThat(shown(judge(group("", legacy(false, VerdictMode.WORST_ERROR, ScoreMode.SUM)))))
        .isEqualTo("AC 0");
  }

  // Format 2025-09

  @ParameterizedTest
  @CsvSource({
    "100, SUM,       AC AC AC AC,         AC, 100",
    "100, SUM,       AC AC AC,            AC, 100",
    "100, SUM,       AC WA AC,            WA, 66.666666667",
    "100, SUM,       AC AC*0.5,           AC, 75",
    "100, SUM,       AC:1.25 AC,          AC, 51.25",
    "100, SUM,       WA WA,               WA, 0",
    "40,  LEAST,     AC AC,               AC, 40",
    "40,  LEAST,     AC AC*0.25,          AC, 10",
    "40,  LEAST,     AC:3 AC,             AC, 3",
    "40,  LEAST,     AC WA AC,            WA, 0",
    "30,  PASS_FAIL, AC AC,               AC, 30",
    "30,  PASS_FAIL, AC TLE AC,           TLE, 0",
    ",    SUM,       AC:7 AC:8.5,         AC, 15.5",
    ",    LEAST,     AC:7 AC:8.5,         AC, 7",
  })
  void aGroupOfFormat2025(
      String most, Aggregation aggregation, String outcomes, String verdict, String score) {
    GroupScoring.Scored scored = judge(group("secret", kattis(most, aggregation), outcomes));
    assertThat(shown(scored)).isEqualTo(verdict + " " + score);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM,       AC WA AC, 3",
    "LEAST,     AC WA AC, 2",
    "PASS_FAIL, AC WA AC, 2",
  })
  void onlyWhatCanChangeSomethingIsRun(Aggregation aggregation, String outcomes, int run) {
    judge(group("secret", kattis("10", aggregation), outcomes));
    assertThat(asked).hasSize(run);
  }

  @ParameterizedTest
  @CsvSource({
    "100, SUM,       AC:60 AC,    'gave the score 60'",
    "100, SUM,       AC:-1 AC,    'gave the score -1'",
    "100, PASS_FAIL, AC:1,        'passed or failed as a whole'",
    "100, PASS_FAIL, AC*1,        'passed or failed as a whole'",
    ",    SUM,       AC*0.5,      'without a maximum'",
    ",    SUM,       AC,          'without a maximum'",
  })
  void aScoreThatTheFormatForbidsIsTheCheckersFault(
      String most, Aggregation aggregation, String outcomes, String reason) {
    TestGroup group = group("secret", kattis(most, aggregation), outcomes);
    assertThatThrownBy(() -> judge(group))
        .isInstanceOf(JuryFault.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theShareOfStaticValidationIsNotTheTests() {
    Kattis2025 rules =
        new Kattis2025(
            Optional.of(new BigDecimal("100")),
            Aggregation.SUM,
            List.of(),
            Optional.of(new BigDecimal("20")));
    assertThat(judge(group("secret", rules, "AC WA")).score()).isEqualByComparingTo("40");
  }

  @Test
  void aGroupIsJudgedOnlyWhenThoseItNeedsWerePassed() {
    TestGroup root =
        group(
            "",
            new Sum(),
            group("sample", kattis(null, Aggregation.PASS_FAIL), test("sample/1", null, true)),
            group(
                "secret",
                kattis("100", Aggregation.SUM),
                group("secret/1", kattis("30", Aggregation.PASS_FAIL), "AC AC"),
                group("secret/2", kattis("30", Aggregation.PASS_FAIL, "secret/1"), "WA AC"),
                group(
                    "secret/3",
                    kattis("40", Aggregation.PASS_FAIL, "secret/1", "secret/2"),
                    "AC AC")));
    GroupScoring.Scored scored = judge(root);
    assertThat(shown(scored)).isEqualTo("WA 30");
    assertThat(scored.decisive()).contains("secret/2/1");
    assertThat(asked).containsExactly("sample/1", "secret/1/1", "secret/1/2", "secret/2/1");
    assertThat(groups(scored))
        .containsEntry("secret/3", "SK 0")
        .containsEntry("secret/1", "AC 30")
        .containsEntry("secret", "WA 30");
    assertThat(scored.groups())
        .filteredOn(group -> group.path().equals("secret/3"))
        .extracting(GroupResult::message)
        .containsExactly("not judged, since secret/2 was not passed");
  }

  @Test
  void whatACheckerGivesToASampleIsIgnored() {
    says("sample/1", "AC:12");
    TestGroup root =
        group(
            "",
            new Sum(),
            group("sample", kattis(null, Aggregation.PASS_FAIL), test("sample/1", null, true)),
            group("secret", kattis("10", Aggregation.SUM), "AC"));
    assertThat(shown(judge(root))).isEqualTo("AC 10");
  }

  // Polygon's groups, and the native format's

  private TestGroup pointed(String path, Points rules, String points, String verdicts) {
    List<TestNode> tests = new ArrayList<>();
    String[] worth = points.split(" ");
    String[] codes = verdicts.split(" ");
    for (int i = 0; i < codes.length; i++) {
      String name = path + "/" + (i + 1);
      tests.add(test(name, worth[i], false));
      says(name, codes[i]);
    }
    return new TestGroup(path, rules, tests);
  }

  @ParameterizedTest
  @CsvSource({
    // points of the group, complete, points of the tests, outcomes, score, tests run
    ",   false, 1 2 3, AC AC AC,   6, 3",
    ",   false, 1 2 3, AC WA AC,   4, 3",
    ",   false, 1 2 3, AC AC:1.5 AC, 5.5, 3",
    ",   true,  1 2 3, AC AC AC,   6, 3",
    ",   true,  1 2 3, AC WA AC,   0, 2",
    "50, true,  1 2 3, AC AC AC,   50, 3",
    "50, true,  1 2 3, WA AC AC,   0, 1",
    // a part of the points is not the whole test
    "50, true,  1 2 3, AC AC:1 AC, 0, 2",
  })
  void aGroupWithPoints(
      String whole, boolean complete, String points, String outcomes, String score, int run) {
    Points rules = new Points(Optional.ofNullable(whole).map(BigDecimal::new), complete, List.of());
    GroupScoring.Scored scored = judge(pointed("g", rules, points, outcomes));
    assertThat(scored.score()).isEqualByComparingTo(score);
    assertThat(asked).hasSize(run);
  }

  @Test
  void aGroupWithPointsNeedsWhatItDependsOnWhole() {
    TestGroup root =
        group(
            "",
            new Sum(),
            pointed("1", new Points(Optional.empty(), false, List.of()), "5 5", "AC AC:2"),
            pointed("2", new Points(Optional.empty(), true, List.of("1")), "10", "AC"),
            pointed("3", new Points(Optional.empty(), true, List.of()), "20", "AC"),
            pointed("4", new Points(Optional.empty(), true, List.of("3")), "40", "AC"));
    GroupScoring.Scored scored = judge(root);
    assertThat(scored.score()).isEqualByComparingTo("67");
    assertThat(asked).doesNotContain("2/1").contains("4/1");
    assertThat(groups(scored)).containsEntry("2", "SK 0");
  }

  @Test
  void aSumGivesEveryAcceptedTestItsPointsOrOne() {
    TestGroup root = group("", new Sum(), test("a", "2.5", false), test("b"), test("c"), test("d"));
    says("c", "AC:0.25");
    says("d", "WA");
    assertThat(shown(judge(root))).isEqualTo("WA 3.75");
    assertThat(asked).hasSize(4);
  }
}
