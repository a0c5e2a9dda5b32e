package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageFinderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/Lines: \\d+\\.\\d+/; a\\nLines: 80.25%\\nz; 80.25",
        "/Lines: \\d+/; Lines: 10\\nLines: 20\\n; 20",
        "/\\d+%/; 10% 20%\\nnothing; 20",
        "/Lines +(\\d+) of (\\d+)/; Lines  7 of 9; 7",
        "/TOTAL.*?(\\d+(?:\\.\\d+)?)%/i; total  100 3 97%; 97",
        "/Lines: \\d+/; Lines: \\u001b[32m42\\u001b[0m; 42",
      })
  void theLastMatchOfTheLastLineCounts(String expression, String log, double expected)
      throws ExpressionSyntaxException {
    assertThat(
            CoverageFinder.of(expression)
                .find(log.replace("\\n", "\n").replace("\\u001b", "\u001b")))
        .hasValue(expected);
  }

  @Test
  void aLogWithoutAMatchHasNone() throws ExpressionSyntaxException {
    assertThat(CoverageFinder.of("/Lines: \\d+/").find("Lines: many\n")).isEmpty();
    assertThat(CoverageFinder.of("/Lines: .*/").find("Lines: many")).isEmpty();
    assertThat(CoverageFinder.of("/x/").find("")).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> CoverageFinder.of("Lines"))
        .isInstanceOf(ExpressionSyntaxException.class);
    assertThatThrownBy(() -> CoverageFinder.of("/(?=x)y/"))
        .isInstanceOf(ExpressionSyntaxException.class);
  }
}
