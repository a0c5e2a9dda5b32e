package dev.glovebox.judge;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as checkers write them: decimals, with small exponents, and nothing else. */
final class CheckerNumber {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,2})?");

  private CheckerNumber() {}

  static Optional<BigDecimal> parse(String text) {
    String number = text.strip();
    return number.length() <= 100 && NUMBER.matcher(number).matches()
        ? Optional.of(GroupScoring.tidy(new BigDecimal(number)))
        : Optional.empty();
  }
}
