package dev.glovebox.submission;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one test.
 *
 * @param number from 1, in the order of the request
 * @param verdict of this test
 * @param run what was measured; empty when the test was not run (skipped, cancelled)
 * @param message one sentence for people: why this verdict, for example where the output differs;
 *     empty when there is nothing to add. Against a problem it is for the jury: it may quote
 *     answers
 * @param ofProblem what only tests of problems have
 */
public record TestResult(
    int number,
    Verdict verdict,
    Optional<Measured> run,
    String message,
    Optional<OfProblem> ofProblem) {

  /** A test that the submission brought itself. */
  public TestResult(int number, Verdict verdict, Optional<Measured> run, String message) {
    this(number, verdict, run, message, Optional.empty());
  }

  /** The same without the files that its run left. */
  TestResult withoutFiles() {
    return new TestResult(number, verdict, run.map(Measured::withoutFiles), message, ofProblem);
  }

  /**
   * What only tests of problems have.
   *
   * @param path of the test in its problem
   * @param group path of the group it is in
   * @param score in problems that have one; empty when the test was not run
   * @param judgeMessage what the checker says to the jury, hostile text made safe
   * @param teamMessage what the checker says to the contestants, hostile text made safe
   * @param passes how often the program was run for the verdict: more than once in multi-pass
   *     problems, never in tests that were not run
   * @param otherRun the run that did not count, where a run near the time limit was repeated
   */
  public record OfProblem(
      String path,
      String group,
      Optional<BigDecimal> score,
      String judgeMessage,
      String teamMessage,
      int passes,
      Optional<OtherRun> otherRun) {}

  /**
   * A run that did not count.
   *
   * @param verdict it would have had
   * @param cpu CPU time of the whole process tree
   * @param wall elapsed time
   */
  public record OtherRun(Verdict verdict, Duration cpu, Duration wall) {}

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
   * @param order of both, where it was asked for
   * @param left files that it left, where they were asked for, and only on the way to where they
   *     are stored: results that are read have none, see {@link SubmissionStore#leftFiles}
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
      CapturedOutput stderr,
      Optional<OutputOrder> order,
      List<LeftFile> left) {

    public Measured {
      left = List.copyOf(left);
    }

    /** Without an order, and without files. */
    public Measured(
        Duration cpu,
        Duration wall,
        long memoryBytes,
        Optional<Long> cgroupMemoryBytes,
        Optional<Integer> exitCode,
        Optional<Integer> signal,
        Optional<LimitFired> limit,
        CapturedOutput stdout,
        CapturedOutput stderr) {
      this(
          cpu,
          wall,
          memoryBytes,
          cgroupMemoryBytes,
          exitCode,
          signal,
          limit,
          stdout,
          stderr,
          Optional.empty(),
          List.of());
    }

    /** The same without files. */
    public Measured withoutFiles() {
      return left.isEmpty()
          ? this
          : new Measured(
              cpu,
              wall,
              memoryBytes,
              cgroupMemoryBytes,
              exitCode,
              signal,
              limit,
              stdout,
              stderr,
              order,
              List.of());
    }
  }
}
