package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one test.
 *
 * @param number from 1, in the order of the request
 * @param verdict of this test
 * @param run what was measured; empty when the test was not run (skipped, cancelled)
 * @param message one sentence for people: why this verdict, for example where the output differs;
 *     empty when there is nothing to add
 */
public record TestResult(int number, Verdict verdict, Optional<Measured> run, String message) {

  /** Which limit ended a run or decided its verdict. */
  public enum LimitFired {
    CPU,
    WALL,
    MEMORY,
    STDOUT,
    STDERR,
    FILE_SIZE,
    PROCESSES
  }

  /**
   * What was measured of a run.
   *
   * @param cpu CPU time of the whole process tree
   * @param wall elapsed time
   * @param memoryBytes largest resident set of any of its processes
   * @param cgroupMemoryBytes the sandbox's high-water mark so far, page cache and tmpfs included
   * @param exitCode when it ended by itself
   * @param signal when it was ended by a signal
   * @param limit which limit fired, if one did
   * @param stdout standard output
   * @param stderr standard error
   */
  public record Measured(
      Duration cpu,
      Duration wall,
      long memoryBytes,
      Optional<Long> cgroupMemoryBytes,
      Optional<Integer> exitCode,
      Optional<Integer> signal,
      Optional<LimitFired> limit,
      CapturedOutput stdout,
      CapturedOutput stderr) {}
}
