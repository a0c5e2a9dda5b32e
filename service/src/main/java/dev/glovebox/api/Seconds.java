package dev.glovebox.api;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as the API writes limits: seconds as a decimal number without superfluous zeros. */
final class Seconds {

  private Seconds() {}

  static BigDecimal of(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}
