package dev.glovebox.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations and sizes as people write and read them. */
final class Amounts {

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-zA-Zµ]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "",
          1_000_000_000L,
          "s",
          1_000_000_000L,
          "ms",
          1_000_000L,
          "us",
          1_000L,
          "m",
          60_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L << 20, "b", 1L, "k", 1L << 10, "kib", 1L << 10, "m", 1L << 20, "mib", 1L << 20,
          "g", 1L << 30, "gib", 1L << 30);

  private Amounts() {}

  /** {@code 2}, {@code 1.5s}, {@code 300ms}; a bare number counts seconds. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Duration.ofNanos(amount(value, NANOS, "a duration such as 2s or 300ms"));
    }
  }

  /** {@code 64}, {@code 64MiB}, {@code 1g}; a bare number counts MiB. */
  static final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return amount(value, BYTES, "a size such as 64MiB");
    }
  }

  private static long amount(String value, Map<String, Long> units, String wanted) {
    Matcher form = FORM.matcher(value.strip());
    if (form.matches()) {
      Long unit = units.get(form.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        return new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
      }
    }
    throw new TypeConversionException("'%s' is not %s".formatted(value, wanted));
  }

  static String micros(long micros) {
    if (micros < 1_000) {
      return micros + " µs";
    }
    return micros < 10_000_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
        : String.format(Locale.ROOT, "%.2f s", micros / 1e6);
  }

  static String bytes(long bytes) {
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%.0f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
