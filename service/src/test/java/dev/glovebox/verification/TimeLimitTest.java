package dev.glovebox.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemLimits.TimeDerivation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitTest {

  private static final TimeLimit LEGACY =
      new TimeLimit(new TimeDerivation.Legacy(new BigDecimal("5"), new BigDecimal("2")));

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 1000", "200, 1000", "201, 2000", "1000, 5000", "1001, 6000"})
  void legacyIsWholeSecondsAndAtLeastOne(long slowest, long limit) {
    assertThat(LEGACY.from(Duration.ofMillis(slowest))).isEqualTo(Duration.ofMillis(limit));
  }

  @Test
  void legacyIsNeverContradicted() {
    assertThat(
            LEGACY.broken(
                Duration.ofSeconds(1),
                Optional.of(Duration.ofSeconds(9)),
                Optional.of(Duration.ofMillis(1))))
        .isEmpty();
    assertThat(LEGACY.withMargin(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 1000",
    "500, 1000, 1000",
    "501, 1000, 2000",
    "501, 100, 1100",
    "500, 100, 1000",
    "1234, 250, 2500"
  })
  void marginsAreMultiplesOfTheResolution(long slowest, long resolution, long limit) {
    assertThat(margins("2.0", "1.5", resolution).from(Duration.ofMillis(slowest)))
        .isEqualTo(Duration.ofMillis(limit));
  }

  @Test
  void marginsMustBeKept() {
    TimeLimit rule = margins("2.0", "1.5", 1000);
    Duration limit = Duration.ofSeconds(2);
    assertThat(rule.withMargin(limit)).isEqualTo(Duration.ofSeconds(3));
    assertThat(
            rule.broken(
                limit, Optional.of(Duration.ofSeconds(1)), Optional.of(Duration.ofSeconds(3))))
        .isEmpty();
    assertThat(rule.broken(limit, Optional.of(Duration.ofMillis(1001)), Optional.empty()))
        .containsExactly(
            "the time limit of 2 s is less than 2.0 times the 1.001 s of the slowest accepted"
                + " solution");
    assertThat(rule.broken(limit, Optional.empty(), Optional.of(Duration.ofMillis(2999))))
        .containsExactly(
            "a solution that must exceed the time limit needs 2.999 s, which is less than 1.5 times"
                + " the limit of 2 s");
  }

  private static TimeLimit margins(String accepted, String exceeded, long resolutionMillis) {
    return new TimeLimit(
        new TimeDerivation.Margins(
            new BigDecimal(accepted),
            new BigDecimal(exceeded),
            Duration.ofMillis(resolutionMillis)));
  }
}
