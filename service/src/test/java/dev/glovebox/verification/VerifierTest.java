package dev.glovebox.verification;

import static dev.glovebox.verification.Fixtures.LEGACY;
import static dev.glovebox.verification.Fixtures.MARGINS;
import static dev.glovebox.verification.Fixtures.checkerCase;
import static dev.glovebox.verification.Fixtures.each;
import static dev.glovebox.verification.Fixtures.inputCase;
import static dev.glovebox.verification.Fixtures.judged;
import static dev.glovebox.verification.Fixtures.ofBytes;
import static dev.glovebox.verification.Fixtures.problem;
import static dev.glovebox.verification.Fixtures.promising;
import static dev.glovebox.verification.Fixtures.test;
import static dev.glovebox.verification.Fixtures.withCodeLimit;
import static dev.glovebox.verification.Fixtures.withTrials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.Promise.TimeLimitUse;
import dev.glovebox.submission.Verdict;
import dev.glovebox.verification.SolutionJudge.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VerifierTest {

  private final ScriptedJudge judge = new ScriptedJudge();
  private final List<VerificationReport> progress = new ArrayList<>();

  @Test
  void theLimitFollowsFromTheAcceptedOnesAndTheOthersAreJudgedWithItsMargin() throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 300);
    judge.takes("better", Verdict.ACCEPTED, 100);
    judge.takes("wrong", Verdict.WRONG_ANSWER, 50);
    judge.takes("slow", Verdict.ACCEPTED, 60_000);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                LEGACY,
                promising("good", Verdict.ACCEPTED),
                promising("better", Verdict.ACCEPTED),
                promising("wrong", Verdict.WRONG_ANSWER),
                promising("slow", Verdict.TIME_LIMIT)));

    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(2));
    assertThat(report.timeLimit().orElseThrow().derived()).isTrue();
    assertThat(judge.asked)
        .extracting(ask -> ask.solution().path() + " " + ask.limit() + " " + ask.allTests())
        .containsExactly(
            "good PT30S true",
            "better PT30S true",
            "good PT30S true",
            "wrong PT4S false",
            "slow PT4S false");
    assertThat(progress).extracting(VerificationReport::judged).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aResultThatHangsOnTheLimitIsJudgedAgainAtTheLimit() throws Exception {
    judge.takes("edge", Verdict.ACCEPTED, 1500);

    VerificationReport report =
        verify(
            problem(
                Optional.of(Duration.ofSeconds(1)), LEGACY, promising("edge", Verdict.TIME_LIMIT)));

    assertThat(report.solutions().getFirst().verdict()).isEqualTo(Verdict.TIME_LIMIT);
    assertThat(report.solutions().getFirst().verdictWithMargin()).isEqualTo(Verdict.ACCEPTED);
    assertThat(report.passed()).isTrue();
    assertThat(judge.asked)
        .extracting(Ask::limit)
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(1));
  }

  @Test
  void anAcceptedSolutionThatIsNotAcceptedBoundsNothingAndBreaksItsPromise() throws Exception {
    judge.takes("liar", Verdict.WRONG_ANSWER, 900);
    judge.takes("good", Verdict.ACCEPTED, 10);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                LEGACY,
                promising("liar", Verdict.ACCEPTED),
                promising("good", Verdict.ACCEPTED)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(1));
    assertThat(report.passed()).isFalse();
    assertThat(report.solutions().getFirst().broken()).containsExactly("it promises AC and got WA");
  }

  @Test
  void withoutAnAcceptedSolutionThereIsNoLimit() throws Exception {
    judge.takes("liar", Verdict.RUNTIME_ERROR, 5);

    VerificationReport report =
        verify(problem(Optional.empty(), LEGACY, promising("liar", Verdict.ACCEPTED)));

    assertThat(report.timeLimit()).isEmpty();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.solutions()).hasSize(1);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void marginsThatAreNotKeptAreFindings() throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 400);
    judge.takes("slow", Verdict.ACCEPTED, 1200);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                MARGINS,
                each("good", Set.of(Verdict.ACCEPTED), Set.of(), TimeLimitUse.LOWER),
                each(
                    "slow",
                    Set.of(Verdict.ACCEPTED, Verdict.TIME_LIMIT),
                    Set.of(Verdict.TIME_LIMIT),
                    TimeLimitUse.UPPER)));

    assertThat(report.solutions()).allSatisfy(s -> assertThat(s.broken()).isEmpty());
    assertThat(report.findings())
        .containsExactly(
            "a solution that must exceed the time limit needs 1.2 s, which is less than 1.5 times"
                + " the limit of 1 s");
  }

  @Test
  void aLimitIsDerivedOnRequestAlthoughThePackageGivesOne() throws Exception {
    judge.takes("right", Verdict.ACCEPTED, 100);
    judge.takes("slow", Verdict.ACCEPTED, 1500);
    ProblemDefinition problem =
        problem(
            Optional.of(Duration.ofSeconds(2)),
            LEGACY,
            promising("right", Verdict.ACCEPTED),
            promising("slow", Verdict.TIME_LIMIT));

    assertThat(verify(problem, false).passed()).isFalse();
    VerificationReport report = verify(problem, true);

    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.timeLimit())
        .contains(
            new VerificationReport.TimeLimitReport(
                Duration.ofSeconds(1),
                true,
                Optional.of(Duration.ofSeconds(2)),
                Optional.of(Duration.ofMillis(100)),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void aLimitThatTooSlowSolutionsKeepIsLoweredUntilItTellsThemFromTheAcceptedOnes()
      throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 400);
    judge.takes("slow", Verdict.ACCEPTED, 900);
    judge.takes("slower", Verdict.ACCEPTED, 1600);
    judge.takes("quick", Verdict.ACCEPTED, 410);
    judge.takes("wrong", Verdict.WRONG_ANSWER, 500);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                LEGACY,
                promising("good", Verdict.ACCEPTED),
                promising("slow", Verdict.TIME_LIMIT),
                promising("slower", Verdict.TIME_LIMIT),
                promising("quick", Verdict.TIME_LIMIT),
                promising("wrong", Verdict.WRONG_ANSWER)));

    VerificationReport.TimeLimitReport limit = report.timeLimit().orElseThrow();
    assertThat(limit.limit()).isEqualTo(Duration.ofMillis(600));
    assertThat(limit.byRule()).contains(Duration.ofSeconds(2));
    assertThat(report.solutions())
        .extracting(solution -> solution.path() + " " + solution.verdict().code())
        .containsExactly("good AC", "slow TLE", "slower TLE", "quick AC", "wrong WA");
    assertThat(report.solutions().get(3).broken()).containsExactly("it promises TLE and got AC");
  }

  @Test
  void aLimitIsNotLoweredWhereThatBreaksAsManyPromisesAsItKeeps() throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 400);
    judge.takes("slow", Verdict.ACCEPTED, 800);
    judge.takes("wrong", Verdict.WRONG_ANSWER, 700);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                MARGINS,
                each("good", Set.of(Verdict.ACCEPTED), Set.of(), TimeLimitUse.LOWER),
                each("slow", Set.of(), Set.of(Verdict.TIME_LIMIT), TimeLimitUse.NONE),
                each("wrong", Set.of(Verdict.WRONG_ANSWER), Set.of(), TimeLimitUse.NONE)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(1));
    assertThat(report.timeLimit().orElseThrow().byRule()).isEmpty();
    assertThat(report.findings()).isEmpty();
    assertThat(report.solutions())
        .extracting(solution -> solution.path() + " " + solution.verdict().code())
        .containsExactly("good AC", "slow AC", "wrong WA");
  }

  @Test
  void whatPromisesVerdictsOfSingleTestsRunsAllOfThemAtALoweredLimitToo() throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 400);
    judge.takes("slow", Verdict.ACCEPTED, 800);
    judge.takes("wrong", Verdict.ACCEPTED, 900);
    judge.takes("wrong", Verdict.WRONG_ANSWER, 10);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                MARGINS,
                each("good", Set.of(Verdict.ACCEPTED), Set.of(), TimeLimitUse.LOWER),
                each("slow", Set.of(), Set.of(Verdict.TIME_LIMIT), TimeLimitUse.NONE),
                each("wrong", Set.of(), Set.of(Verdict.WRONG_ANSWER), TimeLimitUse.NONE)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofMillis(566));
    assertThat(report.solutions()).allSatisfy(s -> assertThat(s.broken()).isEmpty());
  }

  @Test
  void aLimitOfThePackageIsNeverLowered() throws Exception {
    judge.takes("good", Verdict.ACCEPTED, 400);
    judge.takes("slow", Verdict.ACCEPTED, 900);

    VerificationReport report =
        verify(
            problem(
                Optional.of(Duration.ofSeconds(2)),
                LEGACY,
                promising("good", Verdict.ACCEPTED),
                promising("slow", Verdict.TIME_LIMIT)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(2));
    assertThat(report.passed()).isFalse();
  }

  @Test
  void whatDecidesTheLimitIsJudgedAgainAndItsBetterTimeCounts() throws Exception {
    judge.takes("disturbed", Verdict.ACCEPTED, 2000);
    judge.takesWhenAskedAgain("disturbed", Verdict.ACCEPTED, 300);
    judge.takes("steady", Verdict.ACCEPTED, 500);

    VerificationReport report =
        verify(
            problem(
                Optional.empty(),
                LEGACY,
                promising("disturbed", Verdict.ACCEPTED),
                promising("steady", Verdict.ACCEPTED)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(judge.asked)
        .extracting(ask -> ask.solution().path() + " " + ask.round())
        .containsExactly("disturbed 0", "steady 0", "disturbed 1", "steady 2");
  }

  @Test
  void aLongerTimeOfTheSecondRoundDoesNotCount() throws Exception {
    judge.takes("right", Verdict.ACCEPTED, 500);
    judge.takesWhenAskedAgain("right", Verdict.ACCEPTED, 900);

    VerificationReport report =
        verify(problem(Optional.empty(), LEGACY, promising("right", Verdict.ACCEPTED)));

    assertThat(report.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whoWaitsUntilTheWallLimitExceedsEveryTimeLimit() throws Exception {
    judge.takes("waiting", Verdict.WALL_LIMIT, 1);

    VerificationReport report =
        verify(
            problem(
                Optional.of(Duration.ofSeconds(1)),
                MARGINS,
                each(
                    "waiting",
                    Set.of(Verdict.TIME_LIMIT),
                    Set.of(Verdict.TIME_LIMIT),
                    TimeLimitUse.UPPER)));

    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.timeLimit().orElseThrow().quickestExceeding()).isEmpty();
  }

  @Test
  void programsOfTheJuryMustSayWhatThePackageSaysOfTheirCases() throws Exception {
    judge.said =
        List.of(
            said(Verdict.ACCEPTED),
            said(Verdict.ACCEPTED),
            said(Verdict.NO_OUTPUT),
            said(Verdict.INTERNAL_ERROR),
            said(Verdict.ACCEPTED),
            said(Verdict.WRONG_ANSWER),
            said(Verdict.WRONG_ANSWER),
            said(Verdict.INTERNAL_ERROR));

    VerificationReport report =
        verify(
            withTrials(
                List.of(
                    checkerCase("ok", true),
                    checkerCase("let through", false),
                    checkerCase("refused", false),
                    checkerCase("crashed", false)),
                List.of(
                    inputCase("secret/1", true),
                    inputCase("secret/2", true),
                    inputCase("invalid/1", false),
                    inputCase("invalid/2", false))));

    assertThat(report.checkerCases())
        .extracting(each -> each.path() + " " + each.right())
        .containsExactly("ok true", "let through false", "refused true", "crashed false");
    assertThat(report.inputs())
        .as("less what is valid and was accepted")
        .extracting(each -> each.path() + " " + each.right())
        .containsExactly("secret/2 false", "invalid/1 true", "invalid/2 false");
    assertThat(report.inputsTried()).isEqualTo(4);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void aWrongTrialAloneFailsTheVerification() throws Exception {
    ProblemDefinition problem = withTrials(List.of(checkerCase("ok", true)), List.of());
    judge.said = List.of(said(Verdict.ACCEPTED));
    assertThat(verify(problem).passed()).isTrue();
    judge.said = List.of(said(Verdict.WRONG_ANSWER));
    assertThat(verify(problem).passed()).isFalse();
  }

  @Test
  void aSolutionThatIsLongerThanTheProblemAllowsIsNone() throws Exception {
    judge.takes("long", Verdict.ACCEPTED, 1);

    VerificationReport report =
        verify(withCodeLimit(99, ofBytes(40, promising("long", Verdict.ACCEPTED), 60)));

    assertThat(report.solutions().getFirst().broken())
        .containsExactly("its sources have 100 bytes, the problem allows 99");
    assertThat(
            verify(withCodeLimit(100, ofBytes(40, promising("long", Verdict.ACCEPTED), 60)))
                .passed())
        .isTrue();
  }

  @Test
  void reportsFromBeforeThereWereTrialsCanBeRead() {
    String old =
        """
        {"timeLimit":null,"solutions":[],"checkerCases":[],"findings":["f"],"judged":1,"total":2}
        """;
    VerificationReport report = StoredReport.read(old);
    assertThat(report.findings()).containsExactly("f");
    assertThat(report.inputs()).isEmpty();
    assertThat(StoredReport.read(StoredReport.write(report))).isEqualTo(report);
  }

  private static Judged.Test said(Verdict verdict) {
    return test("", verdict, 0);
  }

  private VerificationReport verify(ProblemDefinition problem) throws InterruptedException {
    return verify(problem, false);
  }

  private VerificationReport verify(ProblemDefinition problem, boolean derives)
      throws InterruptedException {
    return new Verifier(problem, judge, Duration.ofSeconds(30), derives, progress::add).verify();
  }

  /** Judges as a judge would whose runs take what the script says. */
  private static final class ScriptedJudge implements SolutionJudge {

    private final Map<String, List<Judged.Test>> script = new HashMap<>();
    private final Map<String, Judged.Test> again = new HashMap<>();
    private final List<Ask> asked = new ArrayList<>();
    private List<Judged.Test> said = List.of();

    /** On its next test. */
    void takes(String solution, Verdict verdict, long millis) {
      List<Judged.Test> tests = script.computeIfAbsent(solution, _ -> new ArrayList<>());
      tests.add(test("secret/" + (tests.size() + 1), verdict, millis));
    }

    void takesWhenAskedAgain(String solution, Verdict verdict, long millis) {
      again.put(solution, test("secret/1", verdict, millis));
    }

    @Override
    public Trials tryJury() {
      return () -> said;
    }

    @Override
    public List<Judged> judge(List<Ask> asks, Consumer<Ask> onEach) {
      List<Judged> results = new ArrayList<>();
      for (Ask ask : asks) {
        asked.add(ask);
        String path = ask.solution().path();
        List<Judged.Test> tests = new ArrayList<>();
        Verdict verdict = Verdict.ACCEPTED;
        for (Judged.Test scripted : script.getOrDefault(path, List.of())) {
          if (verdict != Verdict.ACCEPTED && !ask.allTests()) {
            break;
          }
          Judged.Test run =
              at(ask.limit(), ask.round() == 0 ? scripted : again.getOrDefault(path, scripted));
          tests.add(run);
          verdict = verdict == Verdict.ACCEPTED ? run.verdict() : verdict;
        }
        results.add(judged(verdict, tests.toArray(Judged.Test[]::new)));
        onEach.accept(ask);
      }
      return results;
    }

    private static Judged.Test at(Duration limit, Judged.Test run) {
      return run.cpu().compareTo(limit) > 0
          ? test(
              run.path(),
              Verdict.TIME_LIMIT,
              Math.min(run.cpu().toMillis(), limit.toMillis() + 100))
          : run;
    }
  }
}
