package dev.glovebox.problem.format;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Arguments of the default output validator of the Kattis/ICPC formats. */
final class ComparisonFlags {

  private static final int MOST_DIGITS = 18;

  private ComparisonFlags() {}

  /** The flags as a validator splits them. */
  static List<String> split(String flags) {
    String stripped = flags.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
  }

  /**
   * What the arguments mean.
   *
   * @throws Unknown when the default validator would not take them
   */
  static Comparison.Kattis parse(List<String> flags) throws Unknown {
    boolean caseSensitive = false;
    boolean spaceChangeSensitive = false;
    Optional<BigDecimal> absolute = Optional.empty();
    Optional<BigDecimal> relative = Optional.empty();
    for (Iterator<String> rest = flags.iterator(); rest.hasNext(); ) {
      String flag = rest.next();
      switch (flag) {
        case "case_sensitive" -> caseSensitive = true;
        case "space_change_sensitive" -> spaceChangeSensitive = true;
        case "float_absolute_tolerance" -> absolute = Optional.of(tolerance(flag, rest));
        case "float_relative_tolerance" -> relative = Optional.of(tolerance(flag, rest));
        case "float_tolerance" -> {
          absolute = Optional.of(tolerance(flag, rest));
          relative = absolute;
        }
        default -> throw new Unknown("the default validator has no flag " + flag);
      }
    }
    return new Comparison.Kattis(caseSensitive, spaceChangeSensitive, absolute, relative);
  }

  private static BigDecimal tolerance(String flag, Iterator<String> rest) throws Unknown {
    Optional<BigDecimal> number =
        rest.hasNext() ? Decimals.parse(rest.next(), MOST_DIGITS) : Optional.empty();
    return number
        .filter(n -> n.signum() >= 0)
        .orElseThrow(() -> new Unknown(flag + " must be followed by a number of at least 0"));
  }

  /** Flags that the default validator doesn't know. */
  static final class Unknown extends Exception {
    Unknown(String message) {
      super(message);
    }
  }
}
