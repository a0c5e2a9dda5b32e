package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.submission.ExecutionLimits;
import java.time.Duration;
import java.util.Optional;

/** Reads the limits of a request, fills in the defaults and holds them to the maxima. */
final class LimitsReader {

  static final Duration LEAST_TIME = Duration.ofMillis(10);
  static final long LEAST_MEMORY = 16L << 20;
  static final long LEAST_STACK = 64L << 10;

  private final LimitsProperties limits;

  LimitsReader(LimitsProperties limits) {
    this.limits = limits;
  }

  /**
   * @param given the field {@code limits}, if there is one
   * @param language whose process limit is the default; empty when the request has no valid one
   */
  ExecutionLimits read(Optional<Fields> given, Optional<Language> language) {
    var defaults = limits.defaults();
    var maxima = limits.maxima();
    Duration cpu =
        given.flatMap(f -> time(f, "cpuTime", maxima.cpuTime())).orElse(defaults.cpuTime());
    Duration wall =
        given
            .flatMap(f -> time(f, "wallTime", maxima.wallTime()))
            .orElse(defaults.wallTimeFor(cpu, maxima.wallTime()));
    long memory =
        given
            .flatMap(f -> size(f, "memory", LEAST_MEMORY, maxima.memory().toBytes()))
            .orElse(defaults.memory().toBytes());
    int processes =
        given
            .flatMap(f -> f.integer("processes", 1, maxima.processes()))
            .map(Math::toIntExact)
            .orElse(Math.min(language.map(Language::processes).orElse(1), maxima.processes()));
    long output =
        given
            .flatMap(f -> size(f, "output", 0, maxima.output().toBytes()))
            .orElse(defaults.output().toBytes());
    long fileSize =
        given
            .flatMap(f -> size(f, "fileSize", 0, maxima.fileSize().toBytes()))
            .orElse(defaults.fileSize().toBytes());
    Optional<Long> stack =
        given
            .flatMap(f -> size(f, "stack", LEAST_STACK, maxima.memory().toBytes()))
            .or(() -> Optional.ofNullable(defaults.stack()).map(size -> size.toBytes()));
    given.ifPresent(Fields::end);
    return new ExecutionLimits(cpu, wall, memory, processes, output, fileSize, stack);
  }

  private static Optional<Duration> time(Fields fields, String name, Duration most) {
    return fields
        .node(name)
        .flatMap(node -> {
          Optional<Duration> time = Quantities.time(node);
          if (time.isEmpty()) {
            fields.fault(
                name, "wrong-type", "must be seconds as a number, or text like \"500ms\".");
          } else if (time.get().compareTo(LEAST_TIME) < 0 || time.get().compareTo(most) > 0) {
            fields.fault(
                name,
                "out-of-range",
                "must be between %s and %s seconds."
                    .formatted(Seconds.of(LEAST_TIME), Seconds.of(most)));
            return Optional.empty();
          }
          return time;
        });
  }

  private static Optional<Long> size(Fields fields, String name, long least, long most) {
    return fields
        .node(name)
        .flatMap(node -> {
          Optional<Long> size = Quantities.size(node);
          if (size.isEmpty()) {
            fields.fault(
                name, "wrong-type", "must be bytes as an integer, or text like \"256MiB\".");
          } else if (size.get() < least || size.get() > most) {
            fields.fault(
                name, "out-of-range", "must be between %d and %d bytes.".formatted(least, most));
            return Optional.empty();
          }
          return size;
        });
  }
}
