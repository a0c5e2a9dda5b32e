package dev.glovebox.verification;

import static dev.glovebox.verification.Fixtures.each;
import static dev.glovebox.verification.Fixtures.judged;
import static dev.glovebox.verification.Fixtures.promising;
import static dev.glovebox.verification.Fixtures.solution;
import static dev.glovebox.verification.Fixtures.test;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Promise.Rule;
import dev.glovebox.problem.Promise.ScoreRange;
import dev.glovebox.problem.Promise.TimeLimitUse;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseCheckTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "ACCEPTED, ACCEPTED, ACCEPTED, true",
    "ACCEPTED, WRONG_ANSWER, WRONG_ANSWER, false",
    "WRONG_ANSWER, PRESENTATION_ERROR, PRESENTATION_ERROR, true",
    "WRONG_ANSWER, NO_OUTPUT, NO_OUTPUT, true",
    "WRONG_ANSWER, TIME_LIMIT, TIME_LIMIT, false",
    "WRONG_ANSWER, TIME_LIMIT, WRONG_ANSWER, true",
    "TIME_LIMIT, WALL_LIMIT, WALL_LIMIT, true",
    "TIME_LIMIT, TIME_LIMIT, ACCEPTED, true",
    "TIME_LIMIT, ACCEPTED, ACCEPTED, false",
    "RUNTIME_ERROR, MEMORY_LIMIT, MEMORY_LIMIT, true",
    "RUNTIME_ERROR, COMPILE_ERROR, COMPILE_ERROR, false",
    "ACCEPTED, INTERNAL_ERROR, INTERNAL_ERROR, false"
  })
  void theWholeVerdictDecidesAtTheLimitOrWithItsMargin(
      Verdict promised, Verdict atLimit, Verdict withMargin, boolean kept) {
    List<String> broken =
        PromiseCheck.broken(promising("a", promised), LIMIT, judged(atLimit), judged(withMargin));
    assertThat(broken.isEmpty()).as("%s", broken).isEqualTo(kept);
  }

  @Test
  void aPromisedScoreMustBeInItsRange() {
    JurySolution partial =
        solution(
            "partial",
            new Promise.Overall(
                Set.of(Verdict.ACCEPTED),
                Optional.of(new ScoreRange(new BigDecimal("0.5"), new BigDecimal("99.5"))),
                false));
    assertThat(PromiseCheck.broken(partial, LIMIT, scored("40"), scored("40"))).isEmpty();
    assertThat(PromiseCheck.broken(partial, LIMIT, scored("100"), scored("100")))
        .containsExactly("its score is 100, promised is 0.5 to 99.5");
    Judged none = judged(Verdict.ACCEPTED);
    assertThat(PromiseCheck.broken(partial, LIMIT, none, none))
        .containsExactly("its score is not known, promised is 0.5 to 99.5");
  }

  @Test
  void eachTestMustBePermittedAndSomeRequired() {
    JurySolution slow =
        each(
            "slow",
            Set.of(Verdict.ACCEPTED, Verdict.TIME_LIMIT),
            Set.of(Verdict.TIME_LIMIT),
            TimeLimitUse.UPPER);
    Judged slowOnOne =
        judged(
            Verdict.ACCEPTED,
            test("secret/1", Verdict.ACCEPTED, 10),
            test("secret/2", Verdict.ACCEPTED, 1001));
    assertThat(PromiseCheck.broken(slow, LIMIT, slowOnOne, slowOnOne)).isEmpty();
    Judged neverSlow = judged(Verdict.ACCEPTED, test("secret/1", Verdict.ACCEPTED, 1000));
    assertThat(PromiseCheck.broken(slow, LIMIT, neverSlow, neverSlow))
        .containsExactly("no test gave TLE, which is required");
    Judged wrong =
        judged(
            Verdict.WRONG_ANSWER,
            test("secret/1", Verdict.WRONG_ANSWER, 10),
            test("secret/2", Verdict.TIME_LIMIT, 1500));
    assertThat(PromiseCheck.broken(slow, LIMIT, wrong, wrong))
        .containsExactly("on secret/1 it got WA, permitted is AC or TLE");
  }

  @Test
  void rulesOfGroupsConcernOnlyTheirTests() {
    JurySolution solution =
        solution(
            "groups",
            new Promise.EachTest(
                List.of(
                    rule("secret/{one,two}", Set.of(Verdict.ACCEPTED), Set.of(), ""),
                    rule("secret/three", Set.of(), Set.of(Verdict.WRONG_ANSWER), "off by one")),
                TimeLimitUse.NONE));
    Judged result =
        new Judged(
            Verdict.WRONG_ANSWER,
            "",
            Optional.empty(),
            List.of(
                test("secret/one/a", Verdict.ACCEPTED, 1),
                new Judged.Test(
                    "secret/three/b", Verdict.WRONG_ANSWER, LIMIT, "it is off by one here")));
    assertThat(PromiseCheck.broken(solution, LIMIT, result, result)).isEmpty();
    Judged swapped =
        judged(
            Verdict.WRONG_ANSWER,
            test("secret/two/a", Verdict.RUNTIME_ERROR, 1),
            test("secret/three/b", Verdict.ACCEPTED, 1));
    assertThat(PromiseCheck.broken(solution, LIMIT, swapped, swapped))
        .containsExactly(
            "on secret/two/a it got RTE, permitted is AC",
            "no test of secret/three gave WA, which is required",
            "the checker never said “off by one”");
  }

  private static Rule rule(
      String group, Set<Verdict> permitted, Set<Verdict> required, String message) {
    return new Rule(
        Optional.of(group),
        permitted,
        required,
        Optional.empty(),
        message.isEmpty() ? Optional.empty() : Optional.of(message));
  }

  private static Judged scored(String score) {
    return new Judged(Verdict.ACCEPTED, "", Optional.of(new BigDecimal(score)), List.of());
  }
}
