package dev.glovebox.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An expectation that never complains would make the whole suite worthless. */
final class ExpectationTest {

  private static final Expectation.Patterns NONE = new Expectation.Patterns(List.of(), List.of());

  private static final Expectation CONTAINED =
      new Expectation(
          Set.of("AC", "TLE"),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          new Expectation.Patterns(List.of(Pattern.compile("contained")), List.of()),
          NONE,
          NONE,
          Optional.empty(),
          List.of(Pattern.compile("PWNED")));

  @Test
  void whatIsExpectedPasses() {
    assertThat(CONTAINED.complaints(test("AC", "contained\n", ""))).isEmpty();
  }

  @Test
  void anotherVerdictIsAComplaint() {
    assertThat(CONTAINED.complaints(test("RTE", "contained\n", "")))
        .singleElement()
        .asString()
        .contains("RTE");
  }

  @Test
  void anInternalErrorIsAlwaysAComplaint() {
    Expectation anything = anyVerdict();
    assertThat(anything.complaints(test("JE", "", ""))).isNotEmpty();
    assertThat(anything.complaints(test("WA", "", ""))).isEmpty();
  }

  @Test
  void aProgramThatGotThroughIsAComplaintWhereverItSaysSo() {
    assertThat(CONTAINED.complaints(test("AC", "PWNED /etc\ncontained\n", "")))
        .containsExactly("the program got through: PWNED /etc");
    assertThat(CONTAINED.complaints(test("AC", "contained\n", "PWNED"))).hasSize(1);
  }

  @Test
  void anAttackThatDidNotRunWasNotHeld() {
    Attack twoTests =
        new Attack(
            new Attack.Outline("X01", "two tests", "nothing", "c"),
            Map.of("main.c", new byte[0]),
            List.of(),
            List.of(),
            Map.of(),
            List.of(
                new Attack.Step("first", new byte[0], Optional.empty(), CONTAINED),
                new Attack.Step("second", new byte[0], Optional.empty(), CONTAINED)),
            anyVerdict());
    Seen.Test held = test("AC", "contained\n", "");
    assertThat(twoTests.complaints(new Seen("AC", "", List.of(held, held), Optional.empty())))
        .isEmpty();
    assertThat(twoTests.complaints(new Seen("AC", "", List.of(held), Optional.empty())))
        .containsExactly("1 of 2 tests were run; the verdict is AC");
    assertThat(twoTests.complaints(new Seen("CE", "no such header", List.of(), Optional.empty())))
        .containsExactly("0 of 2 tests were run; the verdict is CE");
  }

  private static Expectation anyVerdict() {
    return new Expectation(
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        NONE,
        NONE,
        NONE,
        Optional.empty(),
        List.of());
  }

  @Test
  void aMissingWordIsAComplaint() {
    assertThat(CONTAINED.complaints(test("AC", "", ""))).hasSize(1);
  }

  @Test
  void limitExitCodeSignalAndBytesAreCompared() {
    Expectation exact =
        new Expectation(
            Set.of("RTE"),
            Set.of("CPU"),
            Optional.of(7),
            Optional.of(9),
            NONE,
            NONE,
            NONE,
            Optional.of("a".getBytes(UTF_8)),
            List.of());
    assertThat(exact.complaints(test("RTE", "b", ""))).hasSize(4);
    assertThat(
            exact.complaints(
                new Seen.Test(
                    "RTE",
                    Optional.of("CPU"),
                    Optional.of(7),
                    Optional.of(9),
                    "a".getBytes(UTF_8),
                    new byte[0])))
        .isEmpty();
  }

  @Test
  void theCompilersOutputIsLookedAt() {
    Expectation secret =
        new Expectation(
            Set.of("CE"),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            NONE,
            NONE,
            new Expectation.Patterns(List.of(), List.of(Pattern.compile("root:"))),
            Optional.empty(),
            List.of());
    assertThat(secret.complaints(seen("CE", "root:x:0:0"))).hasSize(1);
    assertThat(secret.complaints(seen("CE", "no such file"))).isEmpty();
    assertThat(secret.complaints(seen("AC", ""))).hasSize(1);
  }

  private static Seen seen(String verdict, String compileOutput) {
    return new Seen(verdict, compileOutput, List.of(), Optional.empty());
  }

  private static Seen.Test test(String verdict, String stdout, String stderr) {
    return new Seen.Test(
        verdict,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        stdout.getBytes(UTF_8),
        stderr.getBytes(UTF_8));
  }
}
