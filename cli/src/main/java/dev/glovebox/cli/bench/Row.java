package dev.glovebox.cli.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the result.
 *
 * @param measure what was measured
 * @param unit of all values
 * @param value through the service
 * @param bare without a sandbox, measured in the same run
 * @param goal what is aimed at
 * @param lowerIsBetter how value and goal compare
 * @param note for people; may be empty
 */
record Row(
    String measure,
    String unit,
    double value,
    Optional<Double> bare,
    Optional<Double> goal,
    boolean lowerIsBetter,
    String note) {

  /** A time in milliseconds. */
  static Row millis(
      String measure, double micros, double bareMicros, double goalMillis, String note) {
    return new Row(
        measure,
        "ms",
        micros / 1e3,
        Optional.of(bareMicros / 1e3),
        Optional.of(goalMillis),
        true,
        note);
  }

  /** A number a second. */
  static Row rate(
      String measure, double perSecond, Optional<Double> bare, Optional<Double> goal, String note) {
    return new Row(measure, "/s", perSecond, bare, goal, false, note);
  }

  /** Whether the goal is reached; empty without a goal. */
  Optional<Boolean> reached() {
    return goal.map(g -> lowerIsBetter ? value <= g : value >= g);
  }

  String cell(double number) {
    return String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%.0f" : "%.2f", number);
  }

  /** Value, bare and goal as text, absent ones as a dash. */
  String cell(Optional<Double> number) {
    return number.map(this::cell).orElse("-");
  }
}
