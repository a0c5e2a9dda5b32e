package dev.glovebox.problem;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits of a problem. An empty optional is left to the service's settings.
 *
 * @param time CPU time of one run of a submission; empty = derived from the jury's solutions
 * @param derivation how it is derived, and by which margins it is checked
 * @param memoryBytes of one run of a submission
 * @param outputBytes of one run of a submission
 * @param codeBytes of all source files of a submission together
 * @param compilationTime CPU time of a compilation
 * @param compilationMemoryBytes of a compilation
 * @param validationTime CPU time of one run of a checker or an interactor
 * @param validationMemoryBytes of one run of a checker or an interactor
 * @param validationOutputBytes of one run of a checker or an interactor
 * @param passes how often a submission is run on one test at most; 1 = no multi-pass problem
 */
public record ProblemLimits(
    Optional<Duration> time,
    TimeDerivation derivation,
    Optional<Long> memoryBytes,
    Optional<Long> outputBytes,
    Optional<Long> codeBytes,
    Optional<Duration> compilationTime,
    Optional<Long> compilationMemoryBytes,
    Optional<Duration> validationTime,
    Optional<Long> validationMemoryBytes,
    Optional<Long> validationOutputBytes,
    int passes) {

  /** The same with this time limit. */
  public ProblemLimits withTime(Optional<Duration> limit) {
    return new ProblemLimits(
        limit,
        derivation,
        memoryBytes,
        outputBytes,
        codeBytes,
        compilationTime,
        compilationMemoryBytes,
        validationTime,
        validationMemoryBytes,
        validationOutputBytes,
        passes);
  }

  /** The same with these limits of one run of a submission. */
  public ProblemLimits withRun(Optional<Long> memory, Optional<Long> output) {
    return new ProblemLimits(
        time,
        derivation,
        memory,
        output,
        codeBytes,
        compilationTime,
        compilationMemoryBytes,
        validationTime,
        validationMemoryBytes,
        validationOutputBytes,
        passes);
  }

  /** How a time limit follows from the times of the jury's solutions. */
  public sealed interface TimeDerivation {
    /**
     * Legacy: the slowest accepted solution times the multiplier, rounded up to whole seconds, at
     * least one.
     *
     * @param multiplier default 5
     * @param safetyMargin default 2: verdicts must be the same at the limit times this
     */
    record Legacy(BigDecimal multiplier, BigDecimal safetyMargin) implements TimeDerivation {}

    /**
     * 2025-09: the smallest multiple of the resolution that leaves both margins.
     *
     * @param acceptedToLimit default 2.0
     * @param limitToExceeded default 1.5
     * @param resolution default 1 s
     */
    record Margins(BigDecimal acceptedToLimit, BigDecimal limitToExceeded, Duration resolution)
        implements TimeDerivation {}
  }
}
