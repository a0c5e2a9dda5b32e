package dev.glovebox.judge;

import static dev.glovebox.judge.Quantities.bytes;
import static dev.glovebox.judge.Quantities.seconds;

import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.TestResult.LimitFired;
import dev.glovebox.submission.Verdict;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The verdict on one run: a function of what the sandbox saw, the limits, what the program wrote to
 * standard error, and the comparison of its output.
 *
 * <p>Rules are asked in a fixed order and the first one that applies decides: cancelled, CPU time,
 * wall time, memory, system call, output, failure, and only then the output itself. Memory comes
 * before failure because a kill for want of memory looks like signal 9; output before failure
 * because SIGXFSZ follows from it.
 *
 * @param limit which limit fired, if one did
 * @param message one sentence for people; empty when there is nothing to add
 */
record RunVerdict(Verdict verdict, Optional<LimitFired> limit, String message) {

  /**
   * @param errorText beginning and end of standard error
   * @param comparison asked only when the program did all that was asked of it; empty when there is
   *     no expected output
   */
  static RunVerdict of(
      RunReport report,
      ExecutionLimits limits,
      String errorText,
      Optional<Supplier<ComparisonResult>> comparison) {
    return failed(report, limits, errorText, true)
        .orElseGet(
            () -> judged(report, comparison.map(Supplier::get).orElse(ComparisonResult.ACCEPTED)));
  }

  /**
   * The verdict on a run that went wrong before its output was looked at; empty when it did not.
   *
   * @param countStderr whether too much on standard error is an output limit too
   */
  static Optional<RunVerdict> failed(
      RunReport report, ExecutionLimits limits, String errorText, boolean countStderr) {
    return cancelled(report)
        .or(() -> cpu(report, limits))
        .or(() -> wall(report, limits))
        .or(() -> memory(report, limits, errorText))
        .or(() -> systemCall(report))
        .or(() -> output(report, limits, countStderr))
        .or(() -> failure(report, limits));
  }

  private static Optional<RunVerdict> cancelled(RunReport report) {
    return stopped(report, Stop.KILLED)
        ? verdict(Verdict.CANCELLED, "cancelled while it ran")
        : Optional.empty();
  }

  /** Whatever ended the run: what was used is what counts. */
  private static Optional<RunVerdict> cpu(RunReport report, ExecutionLimits limits) {
    if (report.cpu().compareTo(limits.cpu()) <= 0 && !stopped(report, Stop.CPU_LIMIT)) {
      return Optional.empty();
    }
    return fired(
        Verdict.TIME_LIMIT,
        LimitFired.CPU,
        "CPU time was %s of %s".formatted(seconds(report.cpu()), seconds(limits.cpu())));
  }

  private static Optional<RunVerdict> wall(RunReport report, ExecutionLimits limits) {
    if (!stopped(report, Stop.WALL_LIMIT)) {
      return Optional.empty();
    }
    return fired(
        Verdict.WALL_LIMIT,
        LimitFired.WALL,
        "wall clock reached %s, CPU was %s of %s"
            .formatted(seconds(report.wall()), seconds(report.cpu()), seconds(limits.cpu())));
  }

  private static Optional<RunVerdict> memory(
      RunReport report, ExecutionLimits limits, String errorText) {
    if (report.oomKills() > 0) {
      return fired(
          Verdict.MEMORY_LIMIT,
          LimitFired.MEMORY,
          "more than the memory limit of %s was needed".formatted(bytes(limits.memoryBytes())));
    }
    // A tier without a kernel of ours has no counter; its sandboxes are larger than the limit.
    if (report.peakCgroupBytes().isEmpty() && report.peakResidentBytes() > limits.memoryBytes()) {
      return fired(
          Verdict.MEMORY_LIMIT,
          LimitFired.MEMORY,
          "a process held %s, the limit is %s"
              .formatted(bytes(report.peakResidentBytes()), bytes(limits.memoryBytes())));
    }
    if (!failedByItself(report)) {
      return Optional.empty();
    }
    return MemorySignature.in(errorText)
        .flatMap(_ ->
            fired(
                Verdict.MEMORY_LIMIT,
                LimitFired.MEMORY,
                "the language's runtime ran out of memory, the limit is %s"
                    .formatted(bytes(limits.memoryBytes()))));
  }

  /**
   * A process that held more than the limit is over it, although the sandbox, which has room for
   * its supervisor too, did not yet end it.
   *
   * @param overhead memory of the language's runtime, beyond the program's limit
   */
  static Optional<RunVerdict> heldTooMuch(RunReport report, ExecutionLimits limits, long overhead) {
    return report.peakResidentBytes() > limits.memoryBytes() + overhead
        ? fired(
            Verdict.MEMORY_LIMIT,
            LimitFired.MEMORY,
            "a process held %s, the limit is %s"
                .formatted(bytes(report.peakResidentBytes()), bytes(limits.memoryBytes())))
        : Optional.empty();
  }

  private static Optional<RunVerdict> systemCall(RunReport report) {
    return signalled(report, Signals.SYSTEM_CALL)
        ? verdict(Verdict.SECURITY_VIOLATION, "ended for a forbidden system call")
        : Optional.empty();
  }

  private static Optional<RunVerdict> output(
      RunReport report, ExecutionLimits limits, boolean countStderr) {
    long allowed = limits.outputBytes();
    if (stopped(report, Stop.STDOUT_LIMIT) || report.stdoutBytes() > allowed) {
      return fired(
          Verdict.OUTPUT_LIMIT,
          LimitFired.STDOUT,
          "more than %s were written to standard output".formatted(bytes(allowed)));
    }
    if (stopped(report, Stop.STDERR_LIMIT) || (countStderr && report.stderrBytes() > allowed)) {
      return fired(
          Verdict.OUTPUT_LIMIT,
          LimitFired.STDERR,
          "more than %s were written to standard error".formatted(bytes(allowed)));
    }
    if (signalled(report, Signals.FILE_SIZE)) {
      return fired(
          Verdict.OUTPUT_LIMIT,
          LimitFired.FILE_SIZE,
          "a file grew larger than %s".formatted(bytes(limits.fileSizeBytes())));
    }
    return Optional.empty();
  }

  private static Optional<RunVerdict> failure(RunReport report, ExecutionLimits limits) {
    Optional<String> how =
        switch (report.end()) {
          case Exited(int code) ->
              code == 0 ? Optional.empty() : Optional.of("ended with exit code " + code);
          case Signalled(int signal) -> Optional.of("ended by " + Signals.describe(signal));
          case NotStarted(int errno, String reason) ->
              Optional.of("could not be started: %s (error %d)".formatted(reason, errno));
        };
    return how.map(sentence ->
        report.forkRefusals() > 0
            ? new RunVerdict(
                Verdict.RUNTIME_ERROR,
                Optional.of(LimitFired.PROCESSES),
                "%s; the limit of %d processes and threads was reached"
                    .formatted(sentence, limits.processes()))
            : new RunVerdict(Verdict.RUNTIME_ERROR, Optional.empty(), sentence));
  }

  /** The verdict on a run whose output was looked at. */
  static RunVerdict judged(RunReport report, ComparisonResult result) {
    return new RunVerdict(
        of(result, report.stdoutBytes() == 0), Optional.empty(), result.message());
  }

  /**
   * The verdict on an output.
   *
   * @param empty whether there is not one byte of it
   */
  static Verdict of(ComparisonResult result, boolean empty) {
    if (result.accepted()) {
      return Verdict.ACCEPTED;
    }
    if (empty) {
      return Verdict.NO_OUTPUT;
    }
    return result.formatOnly() ? Verdict.PRESENTATION_ERROR : Verdict.WRONG_ANSWER;
  }

  /** Whether it ended badly without the supervisor's doing. */
  private static boolean failedByItself(RunReport report) {
    return report.stop().isEmpty() && !(report.end() instanceof Exited(int code) && code == 0);
  }

  private static boolean stopped(RunReport report, Stop why) {
    return report.stop().isPresent() && report.stop().get() == why;
  }

  private static boolean signalled(RunReport report, int expected) {
    return report.end() instanceof Signalled(int signal) && signal == expected;
  }

  private static Optional<RunVerdict> verdict(Verdict verdict, String message) {
    return Optional.of(new RunVerdict(verdict, Optional.empty(), message));
  }

  private static Optional<RunVerdict> fired(Verdict verdict, LimitFired limit, String message) {
    return Optional.of(new RunVerdict(verdict, Optional.of(limit), message));
  }
}
