package dev.glovebox.problem.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Time limits that stand in files of their own. */
final class TimeTexts {

  private static final String FILE = ".timelimit";
  private static final int MOST_DIGITS = 12;

  private TimeTexts() {}

  /** {@code .timelimit}: seconds, as tools leave it. */
  static Optional<Duration> ofFile(ImportContext context) throws IOException {
    Optional<String> text = context.text(FILE);
    return text.isPresent() ? read(FILE, text.get(), context) : Optional.empty();
  }

  /** Seconds; nothing, with a finding, when it is none or more than the service grants. */
  static Optional<Duration> read(String file, String text, ImportContext context) {
    Optional<Duration> time =
        Decimals.parse(text, MOST_DIGITS)
            .filter(number -> number.compareTo(BigDecimal.ZERO) > 0)
            .map(LimitKeys::duration);
    if (time.isEmpty()) {
      context.findings().error(file, "the time limit must be seconds, greater than zero");
    } else if (time.get().compareTo(context.maxima().time()) > 0) {
      context
          .findings()
          .error(
              file,
              "the time limit is more than the service grants: %d s"
                  .formatted(context.maxima().time().toSeconds()));
      return Optional.empty();
    }
    return time;
  }
}
