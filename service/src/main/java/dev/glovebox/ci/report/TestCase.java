package dev.glovebox.ci.report;

import java.time.Duration;
import java.util.Locale;

/**
 * One test that ran, or was left out.
 *
 * @param suite its class, otherwise the name of its suite
 * @param file of its source, or empty
 * @param flaky whether it passed after it had failed
 * @param message short, or empty
 * @param details such as a stack trace, its beginning, or empty
 */
public record TestCase(
    String suite,
    String name,
    String file,
    Status status,
    boolean flaky,
    Duration time,
    String message,
    String details) {

  /** What came of a test. */
  public enum Status {
    PASSED,
    FAILED,
    ERROR,
    SKIPPED;

    /** As the API calls it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean bad() {
      return this == FAILED || this == ERROR;
    }
  }
}
