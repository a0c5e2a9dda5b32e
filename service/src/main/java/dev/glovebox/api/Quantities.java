package dev.glovebox.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Times and sizes in requests. A plain number counts seconds or bytes; text carries its unit:
 * {@code "500ms"}, {@code "1.5s"}, {@code "2m"}, {@code "256MiB"}.
 */
final class Quantities {

  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|kB|MB|GB)");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private Quantities() {}

  static Optional<Duration> time(JsonNode node) {
    if (node.isNumber()) {
      BigDecimal seconds = node.decimalValue();
      // The exponent first: converting 1e999999999 would write it out.
      boolean sane = seconds.scale() >= -9 && seconds.scale() <= 30 && seconds.precision() <= 40;
      return sane ? nanos(seconds.multiply(NANOS)) : Optional.empty();
    }
    return node.isString() ? time(node.stringValue()) : Optional.empty();
  }

  static Optional<Duration> time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          default -> 60_000_000_000L;
        };
    return nanos(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
  }

  static Optional<Long> size(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Optional.of(node.longValue());
    }
    if (!node.isString()) {
      return Optional.empty();
    }
    Matcher matcher = SIZE.matcher(node.stringValue());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          case "kB" -> 1_000L;
          case "MB" -> 1_000_000L;
          case "GB" -> 1_000_000_000L;
          default -> 1L;
        };
    try {
      return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException e) {
      return Optional.of(Long.MAX_VALUE);
    }
  }

  private static Optional<Duration> nanos(BigDecimal nanos) {
    boolean fits = nanos.signum() >= 0 && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return fits ? Optional.of(Duration.ofNanos(nanos.longValue())) : Optional.empty();
  }
}
