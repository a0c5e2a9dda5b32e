package dev.glovebox.dashboard;

import dev.glovebox.submission.Verdict;
import dev.glovebox.verification.VerificationReport;
import dev.glovebox.verification.VerificationReport.SolutionReport;
import dev.glovebox.verification.VerificationReport.TimeLimitReport;
import dev.glovebox.verification.VerificationReport.TrialReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a verification found, in words; what comes of a package or its programs made legible.
 *
 * @param margins how far solutions are from the time limit
 */
record VerificationTable(
    boolean passed,
    int judged,
    int total,
    Optional<Duration> limit,
    boolean derived,
    List<Margin> margins,
    List<Solution> solutions,
    List<Trial> checkerCases,
    List<Trial> inputs,
    int inputsTried,
    List<String> findings) {

  /**
   * How a time stands to the limit.
   *
   * @param what whose time it is
   * @param factor how many times the smaller of both goes into the larger
   */
  record Margin(String what, Duration time, String factor) {}

  /**
   * A solution of the jury.
   *
   * @param expected what it promises
   * @param got at the limit
   * @param withMargin at the limit with its margin
   * @param broken how the promise is broken; empty = it is kept
   */
  record Solution(
      String path,
      String language,
      String expected,
      Verdict got,
      Verdict withMargin,
      Optional<String> score,
      Duration slowest,
      String slowestTest,
      int tests,
      String message,
      List<String> broken) {}

  /** Something that the jury's own programs were tried on. */
  record Trial(String path, boolean valid, Verdict got, String message, boolean right) {}

  static VerificationTable of(VerificationReport report) {
    return new VerificationTable(
        report.passed(),
        report.judged(),
        report.total(),
        report.timeLimit().map(TimeLimitReport::limit),
        report.timeLimit().map(TimeLimitReport::derived).orElse(false),
        report.timeLimit().map(VerificationTable::margins).orElse(List.of()),
        report.solutions().stream().map(VerificationTable::solution).toList(),
        report.checkerCases().stream().map(VerificationTable::trial).toList(),
        report.inputs().stream().map(VerificationTable::trial).toList(),
        report.inputsTried(),
        report.findings().stream().map(Legible::of).toList());
  }

  private static List<Margin> margins(TimeLimitReport limit) {
    return java.util.stream.Stream.of(
            limit
                .slowestAccepted()
                .map(time ->
                    new Margin(
                        "Slowest that must fit", time, factor(limit.limit(), time, "below"))),
            limit
                .quickestExceeding()
                .map(time ->
                    new Margin(
                        "Quickest that must not", time, factor(time, limit.limit(), "above"))),
            limit
                .byRule()
                .map(time ->
                    new Margin(
                        "By the format’s rule, which too slow ones keep",
                        time,
                        factor(time, limit.limit(), "above"))))
        .flatMap(Optional::stream)
        .toList();
  }

  private static String factor(Duration larger, Duration smaller, String where) {
    return smaller.isZero()
        ? "far " + where
        : String.format(
            Locale.ROOT, "%.1f × %s", larger.toNanos() / (double) smaller.toNanos(), where);
  }

  private static Solution solution(SolutionReport one) {
    return new Solution(
        Legible.of(one.path()),
        one.language(),
        Legible.of(one.promise()),
        one.verdict(),
        one.verdictWithMargin(),
        one.score().map(score -> score.toPlainString()),
        one.slowest(),
        Legible.of(one.slowestTest().orElse("")),
        one.tests(),
        Legible.of(one.message()),
        one.broken().stream().map(Legible::of).toList());
  }

  private static Trial trial(TrialReport one) {
    return new Trial(
        Legible.of(one.path()), one.valid(), one.verdict(), Legible.of(one.message()), one.right());
  }
}
