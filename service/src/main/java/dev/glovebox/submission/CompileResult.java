package dev.glovebox.submission;

import dev.glovebox.submission.TestResult.LimitFired;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of compiling.
 *
 * @param succeeded whether there is a program to run
 * @param cached whether the result came from the compile cache; then the times are those of the
 *     first compilation
 * @param cpu CPU time
 * @param wall elapsed time
 * @param memoryBytes largest resident set of any compiler process
 * @param exitCode the compiler's, if it ended by itself
 * @param output what the compiler wrote (both streams in true order), hostile bytes
 * @param message one sentence for people, for example which limit the compiler ran into; empty when
 *     there is nothing to add
 * @param signal which ended the compiler, if one did
 * @param limit which limit ended it, if one did
 * @param order of both streams in the output, where it was asked for
 */
public record CompileResult(
    boolean succeeded,
    boolean cached,
    Duration cpu,
    Duration wall,
    long memoryBytes,
    Optional<Integer> exitCode,
    CapturedOutput output,
    String message,
    Optional<Integer> signal,
    Optional<LimitFired> limit,
    Optional<OutputOrder> order) {

  /** Of a compiler that ended by itself, without an order. */
  public CompileResult(
      boolean succeeded,
      boolean cached,
      Duration cpu,
      Duration wall,
      long memoryBytes,
      Optional<Integer> exitCode,
      CapturedOutput output,
      String message) {
    this(
        succeeded,
        cached,
        cpu,
        wall,
        memoryBytes,
        exitCode,
        output,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
