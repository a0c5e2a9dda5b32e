package dev.glovebox.judge0;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the numbers among the attributes and holds them to their ranges. */
final class Numbers {

  private static final Pattern NUMBER =
      Pattern.compile("\\s*[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,2})?\\s*");
  private static final Pattern LEADING = Pattern.compile("\\s*([+-]?\\d{1,9})(?!\\d)");

  private final Attributes attributes;
  private final ValidationErrors errors;

  Numbers(Attributes attributes, ValidationErrors errors) {
    this.attributes = attributes;
    this.errors = errors;
  }

  /** A number of seconds, from zero. */
  BigDecimal seconds(String name, double usual, int least, double most) {
    return read(
        name,
        BigDecimal.valueOf(usual),
        BigDecimal.valueOf(least),
        "must be greater than or equal to " + least,
        BigDecimal.valueOf(most),
        "must be less than or equal to " + most);
  }

  /** An amount with a smallest value. */
  int amount(String name, int usual, int least, int most) {
    return whole(
        read(
            name,
            BigDecimal.valueOf(usual),
            BigDecimal.valueOf(least),
            "must be greater than or equal to " + least,
            BigDecimal.valueOf(most),
            "must be less than or equal to " + most));
  }

  /** How many of something, at least one. */
  int count(String name, int usual, int most) {
    return whole(
        read(
            name,
            BigDecimal.valueOf(usual),
            BigDecimal.valueOf(Double.MIN_VALUE),
            "must be greater than 0",
            BigDecimal.valueOf(most),
            "must be less than or equal to " + most));
  }

  /** The whole number that a text begins with; zero when it does not begin with one. */
  static int leading(String text) {
    Matcher number = LEADING.matcher(text);
    return number.lookingAt() ? Integer.parseInt(number.group(1)) : 0;
  }

  private BigDecimal read(
      String name,
      BigDecimal usual,
      BigDecimal least,
      String tooSmall,
      BigDecimal most,
      String tooLarge) {
    Optional<String> text = attributes.text(name).filter(t -> !t.isBlank());
    if (text.isEmpty()) {
      return usual;
    }
    if (!NUMBER.matcher(text.get()).matches()) {
      errors.add(name, "is not a number");
      return usual;
    }
    BigDecimal number = new BigDecimal(text.get().strip());
    if (number.compareTo(least) < 0) {
      errors.add(name, tooSmall);
      return usual;
    }
    if (number.compareTo(most) > 0) {
      errors.add(name, tooLarge);
      return usual;
    }
    return number;
  }

  /** A part of one is one: nothing is run half a time. */
  private static int whole(BigDecimal number) {
    return Math.max(number.intValue(), number.signum());
  }
}
