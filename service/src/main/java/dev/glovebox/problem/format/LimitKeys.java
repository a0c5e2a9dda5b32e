package dev.glovebox.problem.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads limits. One that is given and is more than the service grants is an error: authors rely on
 * it.
 */
final class LimitKeys {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  /** Compilers and checkers are the package's own; they may take longer than submissions. */
  private static final Duration LONGEST_OF_JURY = Duration.ofMinutes(10);

  private final Keys limits;
  private final ImportContext context;

  LimitKeys(Keys limits, ImportContext context) {
    this.limits = limits;
    this.context = context;
  }

  /** Seconds of a submission's run. */
  Optional<Duration> time(String key) {
    return seconds(key, context.maxima().time());
  }

  /** Seconds of a compilation or of a checker. */
  Optional<Duration> juryTime(String key) {
    return seconds(key, LONGEST_OF_JURY);
  }

  Optional<Long> memory(String key) {
    return bytes(key, 1L << 20, context.maxima().memoryBytes());
  }

  Optional<Long> output(String key) {
    return bytes(key, 1L << 20, context.maxima().outputBytes());
  }

  Optional<Long> code(String key) {
    return bytes(key, 1L << 10, context.maxima().codeBytes());
  }

  private Optional<Duration> seconds(String key, Duration most) {
    return limits
        .positive(key)
        .map(LimitKeys::duration)
        .filter(time -> {
          if (time.compareTo(most) > 0) {
            limits.error(key, "is more than the service grants: %d s".formatted(most.toSeconds()));
            return false;
          }
          return true;
        });
  }

  static Duration duration(BigDecimal seconds) {
    BigDecimal nanos = seconds.multiply(NANOS).setScale(0, RoundingMode.CEILING);
    return nanos.precision() > 18
        ? Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000L)
        : Duration.ofNanos(nanos.longValueExact());
  }

  private Optional<Long> bytes(String key, long unit, long most) {
    return limits
        .positive(key)
        .map(number -> number.multiply(BigDecimal.valueOf(unit)).setScale(0, RoundingMode.CEILING))
        .filter(bytes -> {
          if (bytes.compareTo(BigDecimal.valueOf(most)) > 0) {
            limits.error(key, "is more than the service grants: %d bytes".formatted(most));
            return false;
          }
          return true;
        })
        .map(BigDecimal::longValueExact);
  }
}
