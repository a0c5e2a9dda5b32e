package dev.glovebox.problem.format;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers in packages. */
final class Decimals {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([Ee][+-]?\\d{1,4})?");

  private Decimals() {}

  /**
   * A plain number: no infinity, no hexadecimal digits, nothing that would be written out to
   * thousands of digits.
   *
   * @param mostDigits before and after the point, each
   */
  static Optional<BigDecimal> parse(String text, int mostDigits) {
    String stripped = text.strip();
    if (stripped.length() > 400 || !NUMBER.matcher(stripped).matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(stripped);
    boolean sane =
        number.scale() <= 10 * mostDigits && number.precision() - number.scale() <= mostDigits;
    return sane ? Optional.of(number) : Optional.empty();
  }
}
