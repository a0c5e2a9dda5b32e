package dev.glovebox.problem.format;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Comparisons that are like testlib's standard checkers, for packages that name one without its
 * source.
 */
final class PolygonCheckers {

  private PolygonCheckers() {}

  static Optional<Comparison> comparison(String name) {
    return switch (name.replaceFirst("^std::", "").replaceFirst("\\.cpp$", "")) {
      case "fcmp" -> Optional.of(new Comparison.TrimLines());
      case "wcmp", "lcmp", "ncmp", "icmp", "hcmp" -> Optional.of(new Comparison.Tokens());
      case "yesno", "nyesno" ->
          Optional.of(new Comparison.Kattis(false, false, Optional.empty(), Optional.empty()));
      case "rcmp4" -> Optional.of(floats("1e-4"));
      case "rcmp6" -> Optional.of(floats("1e-6"));
      case "rcmp9" -> Optional.of(floats("1e-9"));
      default -> Optional.empty();
    };
  }

  private static Comparison floats(String tolerance) {
    var number = Optional.of(new BigDecimal(tolerance));
    return new Comparison.Kattis(true, false, number, number);
  }
}
