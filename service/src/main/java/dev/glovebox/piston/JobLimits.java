package dev.glovebox.piston;

import dev.glovebox.api.LimitsProperties;
import dev.glovebox.language.Language;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Particulars.CompileBounds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the six limits of a job and holds them to what is configured. */
final class JobLimits {

  private static final List<String> STAGES = List.of("compile", "run");

  /** More than any compiler has. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration LEAST_TIME = Duration.ofMillis(10);
  private static final long LEAST_MEMORY = 16L << 20;

  private final PistonProperties properties;
  private final LimitsProperties limits;

  JobLimits(PistonProperties properties, LimitsProperties limits) {
    this.properties = properties;
    this.limits = limits;
  }

  /**
   * @param run of the program
   * @param compile of its compiler
   */
  record Granted(ExecutionLimits run, CompileBounds compile) {}

  /**
   * @param live whether the output goes to somebody who reads it at once
   */
  Granted read(ObjectNode body, Language language, boolean live) {
    for (String constraint : List.of("memory_limit", "timeout", "cpu_time")) {
      for (String stage : STAGES) {
        String name = stage + "_" + constraint;
        check(name, body.path(name), configured(name));
      }
    }
    var maxima = limits.maxima();
    return new Granted(
        new ExecutionLimits(
            time(body, "run_cpu_time", maxima.cpuTime()),
            time(body, "run_timeout", maxima.wallTime()),
            memory(body, "run_memory_limit", maxima.memory().toBytes()),
            Math.min(language.processes(), maxima.processes()),
            live
                ? maxima.output().toBytes()
                : Math.min(properties.outputMaxSize().toBytes(), maxima.output().toBytes()),
            limits.defaults().fileSize().toBytes(),
            Optional.empty()),
        new CompileBounds(
            time(body, "compile_cpu_time", LONGEST),
            time(body, "compile_timeout", LONGEST),
            memory(body, "compile_memory_limit", Long.MAX_VALUE)));
  }

  /** Milliseconds or bytes; not positive = no limit. */
  private long configured(String name) {
    return switch (name) {
      case "compile_timeout" -> properties.compileTimeout().toMillis();
      case "run_timeout" -> properties.runTimeout().toMillis();
      case "compile_cpu_time" -> properties.compileCpuTime().toMillis();
      case "run_cpu_time" -> properties.runCpuTime().toMillis();
      case "compile_memory_limit" -> properties.compileMemoryLimit();
      default -> properties.runMemoryLimit();
    };
  }

  private static void check(String name, JsonNode value, long configured) {
    if (isFalsy(value)) {
      return;
    }
    if (!value.isNumber()) {
      throw PistonRefused.invalid("If specified, %s must be a number".formatted(name));
    }
    if (configured <= 0) {
      return;
    }
    if (value.decimalValue().compareTo(BigDecimal.valueOf(configured)) > 0) {
      throw PistonRefused.invalid(
          "%s cannot exceed the configured limit of %d".formatted(name, configured));
    }
    if (value.decimalValue().signum() < 0) {
      throw PistonRefused.invalid("%s must be non-negative".formatted(name));
    }
  }

  /** What counts as not given in JavaScript. */
  static boolean isFalsy(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isString() && value.asString().isEmpty())
        || (value.isNumber() && value.decimalValue().signum() == 0);
  }

  private Duration time(ObjectNode body, String name, Duration most) {
    BigDecimal millis = wanted(body.path(name), configured(name));
    if (millis.signum() <= 0 || millis.compareTo(BigDecimal.valueOf(most.toMillis())) > 0) {
      return most;
    }
    Duration time = Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
    return time.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : time;
  }

  private long memory(ObjectNode body, String name, long most) {
    BigDecimal bytes = wanted(body.path(name), configured(name));
    if (bytes.signum() <= 0 || bytes.compareTo(BigDecimal.valueOf(most)) > 0) {
      return most;
    }
    return Math.max(LEAST_MEMORY, bytes.longValue());
  }

  private static BigDecimal wanted(JsonNode value, long configured) {
    return isFalsy(value) ? BigDecimal.valueOf(configured) : value.decimalValue();
  }
}
