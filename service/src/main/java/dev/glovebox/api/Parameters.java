package dev.glovebox.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The query parameters of a request, read like {@link Fields}. */
final class Parameters {

  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final HttpServletRequest request;
  private final Faults faults;
  private final Set<String> read = new TreeSet<>();

  Parameters(HttpServletRequest request, Faults faults) {
    this.request = request;
    this.faults = faults;
  }

  static boolean inRange(Instant instant) {
    return !instant.isBefore(EARLIEST) && instant.isBefore(LATEST);
  }

  /**
   * A parameter that a reader understands; it answers nothing for what it doesn't. No reader gets
   * U+0000: no text of the database holds it.
   */
  <T> Optional<T> value(
      String name, String rule, String wanted, Function<String, Optional<T>> reader) {
    read.add(name);
    String[] values = request.getParameterValues(name);
    if (values == null) {
      return Optional.empty();
    }
    if (values.length > 1) {
      faults.add(name, "duplicate", name + " is given more than once.");
      return Optional.empty();
    }
    Optional<T> value = values[0].indexOf('\0') >= 0 ? Optional.empty() : reader.apply(values[0]);
    if (value.isEmpty()) {
      faults.add(name, rule, "%s must be %s.".formatted(name, wanted));
    }
    return value;
  }

  boolean has(String name) {
    return request.getParameterValues(name) != null;
  }

  Optional<Boolean> flag(String name) {
    return value(
        name,
        "wrong-type",
        "true or false",
        text ->
            List.of("true", "false").contains(text)
                ? Optional.of(text.equals("true"))
                : Optional.empty());
  }

  Optional<Integer> integer(String name, int least, int most) {
    return value(
        name,
        "out-of-range",
        "an integer between %d and %d".formatted(least, most),
        text ->
            text.matches("\\d{1,9}")
                    && Integer.parseInt(text) >= least
                    && Integer.parseInt(text) <= most
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty());
  }

  /** Seconds, or text with a unit; at most so long. */
  Optional<Duration> time(String name, Duration most) {
    return value(
        name,
        "out-of-range",
        "a time up to %s seconds, such as 10 or 500ms".formatted(Seconds.of(most)),
        text ->
            Quantities.time(text.matches("[\\d.]+") ? text + "s" : text)
                .filter(time -> time.compareTo(most) <= 0));
  }

  Optional<Instant> instant(String name) {
    return value(
        name,
        "wrong-type",
        "a time such as 2026-01-31T12:00:00Z",
        text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Parameters::inRange);
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  /** Ends reading: parameters that nobody asked for are faults. */
  void end() {
    for (String name : new TreeSet<>(request.getParameterMap().keySet())) {
      if (!read.contains(name)) {
        faults.add(
            name, "unknown-field", "There is no parameter %s.".formatted(Shown.quoted(name)));
      }
    }
  }
}
