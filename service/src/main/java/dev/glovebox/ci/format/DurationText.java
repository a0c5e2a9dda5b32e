package dev.glovebox.ci.format;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Durations as people write them: {@code 1h30m}, {@code 3 weeks and 2 days}, {@code 42} for
 * seconds. A month has 30 days, a year 365.25.
 */
final class DurationText {

  /** Longer ones would not fit where they are kept. */
  private static final long MOST_SECONDS = 100L * 31_557_600;

  private static final Pattern PART =
      Pattern.compile("[\\s,]*(?:and\\b)?[\\s,]*([0-9]{1,9}(?:\\.[0-9]{1,6})?)\\s*([a-zA-Z]*)");

  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("s", 1L),
          Map.entry("sec", 1L),
          Map.entry("secs", 1L),
          Map.entry("second", 1L),
          Map.entry("seconds", 1L),
          Map.entry("m", 60L),
          Map.entry("min", 60L),
          Map.entry("mins", 60L),
          Map.entry("minute", 60L),
          Map.entry("minutes", 60L),
          Map.entry("h", 3600L),
          Map.entry("hr", 3600L),
          Map.entry("hrs", 3600L),
          Map.entry("hour", 3600L),
          Map.entry("hours", 3600L),
          Map.entry("d", 86_400L),
          Map.entry("day", 86_400L),
          Map.entry("days", 86_400L),
          Map.entry("w", 604_800L),
          Map.entry("wk", 604_800L),
          Map.entry("wks", 604_800L),
          Map.entry("week", 604_800L),
          Map.entry("weeks", 604_800L),
          Map.entry("mo", 2_592_000L),
          Map.entry("mos", 2_592_000L),
          Map.entry("month", 2_592_000L),
          Map.entry("months", 2_592_000L),
          Map.entry("y", 31_557_600L),
          Map.entry("yr", 31_557_600L),
          Map.entry("yrs", 31_557_600L),
          Map.entry("year", 31_557_600L),
          Map.entry("years", 31_557_600L));

  private DurationText() {}

  /** The duration, from one second to 100 years, or nothing if the text is none. */
  static Optional<Duration> parse(String text) {
    if (text.length() > 200) {
      return Optional.empty();
    }
    double seconds = 0;
    String rest = text.strip();
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    while (!rest.isEmpty()) {
      var part = PART.matcher(rest);
      if (!part.lookingAt()) {
        return Optional.empty();
      }
      Long unit = UNITS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
      rest = rest.substring(part.end()).strip();
    }
    if (seconds < 1 || seconds > MOST_SECONDS) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds((long) seconds));
  }
}
