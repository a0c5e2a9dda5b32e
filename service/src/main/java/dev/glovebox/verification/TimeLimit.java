package dev.glovebox.verification;

import dev.glovebox.problem.ProblemLimits.TimeDerivation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a problem's time limit follows from the times of the jury's solutions, by the rules of the
 * Kattis problem package formats, legacy and 2025-09.
 */
final class TimeLimit {

  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Closer times than by this factor are not told apart: so much two measurements may differ. */
  private static final double CLEARLY_SLOWER = 1.25;

  private final TimeDerivation rule;

  TimeLimit(TimeDerivation rule) {
    this.rule = rule;
  }

  /**
   * The limit for solutions of which the slowest took so long: whole seconds in the legacy format,
   * else the smallest multiple of the resolution that leaves the margin.
   */
  Duration from(Duration slowestAccepted) {
    return switch (rule) {
      case TimeDerivation.Legacy(BigDecimal multiplier, BigDecimal _) ->
          longer(LEAST, roundedUp(slowestAccepted, multiplier, Duration.ofSeconds(1)));
      case TimeDerivation.Margins(BigDecimal acceptedToLimit, BigDecimal _, Duration resolution) ->
          longer(resolution, roundedUp(slowestAccepted, acceptedToLimit, resolution));
    };
  }

  /**
   * A limit as many times the one as the other is times it, in whole milliseconds; empty when they
   * are too close for one that holds.
   */
  Optional<Duration> between(Duration slowestAccepted, Duration quickestExceeding) {
    double slowest = slowestAccepted.toNanos();
    double quickest = quickestExceeding.toNanos();
    return quickest < CLEARLY_SLOWER * slowest
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(Math.sqrt(slowest * quickest) / 1e6)))
            .filter(limit -> limit.compareTo(quickestExceeding) < 0)
            .filter(limit -> limit.compareTo(slowestAccepted) > 0);
  }

  /** How long solutions run that are to be told from those that just miss the limit. */
  Duration withMargin(Duration limit) {
    return switch (rule) {
      case TimeDerivation.Legacy(BigDecimal _, BigDecimal margin) -> times(limit, margin);
      case TimeDerivation.Margins(BigDecimal _, BigDecimal margin, Duration _) ->
          times(limit, margin);
    };
  }

  /**
   * What is wrong with a limit. Only format 2025-09 demands that margins are kept; in the legacy
   * format a tight limit shows in verdicts that change with it.
   *
   * @param slowestAccepted of the solutions that must fit below it, if there are any
   * @param quickestExceeding of the solutions that must not, their slowest tests, as far as they
   *     were run
   */
  List<String> broken(
      Duration limit, Optional<Duration> slowestAccepted, Optional<Duration> quickestExceeding) {
    List<String> broken = new ArrayList<>();
    if (rule
        instanceof
        TimeDerivation.Margins(BigDecimal acceptedToLimit, BigDecimal limitToExceeded, _)) {
      slowestAccepted
          .filter(slowest -> times(slowest, acceptedToLimit).compareTo(limit) > 0)
          .ifPresent(slowest ->
              broken.add(
                  "the time limit of %s is less than %s times the %s of the slowest accepted solution"
                      .formatted(text(limit), acceptedToLimit.toPlainString(), text(slowest))));
      quickestExceeding
          .filter(quickest -> times(limit, limitToExceeded).compareTo(quickest) > 0)
          .ifPresent(quickest ->
              broken.add(
                  "a solution that must exceed the time limit needs %s, which is less than %s times the limit of %s"
                      .formatted(text(quickest), limitToExceeded.toPlainString(), text(limit))));
    }
    return broken;
  }

  /** For people: {@code 1.25 s}. */
  static String text(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
    return seconds.setScale(Math.max(0, seconds.scale()), RoundingMode.UNNECESSARY).toPlainString()
        + " s";
  }

  private static Duration roundedUp(Duration time, BigDecimal factor, Duration unit) {
    BigDecimal units =
        BigDecimal.valueOf(time.toNanos())
            .multiply(factor)
            .divide(BigDecimal.valueOf(unit.toNanos()), 0, RoundingMode.CEILING);
    return unit.multipliedBy(units.longValueExact());
  }

  private static Duration times(Duration time, BigDecimal factor) {
    return Duration.ofNanos(
        BigDecimal.valueOf(time.toNanos())
            .multiply(factor)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
