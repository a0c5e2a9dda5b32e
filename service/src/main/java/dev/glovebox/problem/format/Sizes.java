package dev.glovebox.problem.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as the API has them: bytes, or a number with a unit. */
final class Sizes {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|kB|MB|GB)?");

  private Sizes() {}

  /** Bytes; nothing for what is no size or is zero. */
  static Optional<Long> parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      return Optional.empty();
    }
    String unit = size.group(2) == null ? "B" : size.group(2);
    long factor =
        switch (unit) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          case "kB" -> 1_000;
          case "MB" -> 1_000_000;
          case "GB" -> 1_000_000_000;
          default -> 1;
        };
    long number = Long.parseLong(size.group(1));
    return number > 0 && number <= Long.MAX_VALUE / factor
        ? Optional.of(number * factor)
        : Optional.empty();
  }
}
