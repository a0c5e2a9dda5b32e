package dev.glovebox.problem;

import dev.glovebox.submission.ExecutionLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** The limits of a submission's runs, as they follow from the problem and the language. */
public final class GrantedLimits {

  private GrantedLimits() {}

  /**
   * @param otherwise what the service grants where the problem says nothing
   * @param timeFactor of the language, applied to the problem's time limit
   */
  public static ExecutionLimits of(
      ProblemLimits limits, ExecutionLimits otherwise, BigDecimal timeFactor) {
    Duration cpu = scaled(limits.time().orElse(otherwise.cpu()), timeFactor);
    return new ExecutionLimits(
        cpu,
        wall(cpu),
        limits.memoryBytes().orElse(otherwise.memoryBytes()),
        otherwise.processes(),
        limits.outputBytes().orElse(otherwise.outputBytes()),
        Math.max(otherwise.fileSizeBytes(), limits.outputBytes().orElse(0L)),
        otherwise.stackBytes());
  }

  /** Elapsed time for so much CPU time: enough that a busy machine never decides. */
  public static Duration wall(Duration cpu) {
    return cpu.multipliedBy(3).plusSeconds(5);
  }

  private static Duration scaled(Duration time, BigDecimal factor) {
    return Duration.ofNanos(
        BigDecimal.valueOf(time.toNanos())
            .multiply(factor)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }
}
