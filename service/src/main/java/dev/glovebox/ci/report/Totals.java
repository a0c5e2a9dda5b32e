package dev.glovebox.ci.report;

import java.time.Duration;

/**
 * Tests, counted: never as a file says.
 *
 * @param tests all of them
 * @param flaky those of the passed that had failed before
 * @param time of all together
 */
public record Totals(
    int tests, int passed, int failed, int errors, int skipped, int flaky, Duration time) {

  /** No tests. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, Duration.ZERO);

  Totals plus(TestCase test) {
    return new Totals(
        tests + 1,
        passed + of(test, TestCase.Status.PASSED),
        failed + of(test, TestCase.Status.FAILED),
        errors + of(test, TestCase.Status.ERROR),
        skipped + of(test, TestCase.Status.SKIPPED),
        flaky + (test.flaky() ? 1 : 0),
        time.plus(test.time()));
  }

  private static int of(TestCase test, TestCase.Status status) {
    return test.status() == status ? 1 : 0;
  }

  /** Both together. */
  public Totals plus(Totals other) {
    return new Totals(
        tests + other.tests,
        passed + other.passed,
        failed + other.failed,
        errors + other.errors,
        skipped + other.skipped,
        flaky + other.flaky,
        time.plus(other.time));
  }
}
