package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          42                    | 42
          10s                   | 10
          3 sec                 | 3
          1h30m                 | 5400
          3h 30m                | 12600
          2 hrs 20 min          | 8400
          2 hours, 20 minutes   | 8400
          6 mos 1 day           | 15638400
          47 yrs 6 mos and 4d   | 1499104800
          3 weeks and 2 days    | 1987200
          1 week                | 604800
          """)
  void isSeconds(String text, long seconds) {
    assertThat(DurationText.parse(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "never", "soon", "1 fortnight", "-5m", "0", "9999 years", "h"})
  void isNone(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
