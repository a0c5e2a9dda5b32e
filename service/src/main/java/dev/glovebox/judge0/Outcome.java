package dev.glovebox.judge0;

import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of a submission, in Judge0's words. What is empty goes out as null.
 *
 * @param time mean CPU time of the runs, in seconds
 * @param memory mean largest resident set of the runs, in KB
 * @param wallTime mean elapsed time of the runs, in seconds
 */
record Outcome(
    Status status,
    Optional<byte[]> stdout,
    Optional<byte[]> stderr,
    Optional<byte[]> compileOutput,
    Optional<BigDecimal> time,
    Optional<BigDecimal> wallTime,
    Optional<Long> memory,
    Optional<Integer> exitCode,
    Optional<Integer> exitSignal,
    Optional<String> message) {

  private static final int SHELL_SIGNALS = 128;
  private static final int SIGKILL = 9;
  private static final int SIGXFSZ = 25;
  private static final int SIGSYS = 31;

  /**
   * @param faithful where the original differs from its own documentation
   */
  static Outcome of(SubmissionStatus submission, Asked asked, Judge0Properties.Faithful faithful) {
    Outcome outcome = of(submission, faithful);
    boolean nothingExpectedAndGot = asked.emptyExpectedOutput() && outcome.stdout().isEmpty();
    return outcome.status() == Status.ACCEPTED
            && faithful.emptyExpectedOutput()
            && nothingExpectedAndGot
        ? outcome.with(Status.WRONG_ANSWER)
        : outcome;
  }

  private Outcome with(Status other) {
    return new Outcome(
        other,
        stdout,
        stderr,
        compileOutput,
        time,
        wallTime,
        memory,
        exitCode,
        exitSignal,
        message);
  }

  private static Outcome of(SubmissionStatus submission, Judge0Properties.Faithful faithful) {
    return switch (submission.state()) {
      case QUEUED -> unfinished(Status.IN_QUEUE);
      case RUNNING -> unfinished(Status.PROCESSING);
      case DONE -> finished(submission.result().orElseThrow(), faithful);
    };
  }

  private static Outcome unfinished(Status status) {
    return without(status, Optional.empty(), Optional.empty());
  }

  private static Outcome without(
      Status status, Optional<byte[]> compileOutput, Optional<String> message) {
    return new Outcome(
        status,
        Optional.empty(),
        Optional.empty(),
        compileOutput,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        message);
  }

  private static Outcome finished(SubmissionResult result, Judge0Properties.Faithful faithful) {
    Optional<byte[]> compileOutput = result.compile().flatMap(c -> text(c.output()));
    List<Measured> runs = result.tests().stream().flatMap(test -> test.run().stream()).toList();
    return switch (result.verdict()) {
      case COMPILE_ERROR ->
          without(
              Status.COMPILATION_ERROR,
              compileOutput.or(() -> compileMessage(result)),
              Optional.empty());
      case INTERNAL_ERROR, CANCELLED, SKIPPED ->
          without(Status.INTERNAL_ERROR, compileOutput, Optional.of(result.message()));
      case ACCEPTED,
          WRONG_ANSWER,
          PRESENTATION_ERROR,
          NO_OUTPUT,
          TIME_LIMIT,
          WALL_LIMIT,
          MEMORY_LIMIT,
          OUTPUT_LIMIT,
          RUNTIME_ERROR,
          SECURITY_VIOLATION ->
          runs.isEmpty()
              ? without(Status.INTERNAL_ERROR, compileOutput, Optional.of(result.message()))
              : ran(result, runs, compileOutput, faithful);
    };
  }

  /** What the compiler did not say itself: which limit it ran into. */
  private static Optional<byte[]> compileMessage(SubmissionResult result) {
    String message = result.compile().map(c -> c.message()).orElse("");
    boolean time = message.contains("CPU time") || message.contains("took longer");
    String text = time ? "Compilation time limit exceeded." : message;
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Outcome ran(
      SubmissionResult result,
      List<Measured> runs,
      Optional<byte[]> compileOutput,
      Judge0Properties.Faithful faithful) {
    Measured last = runs.getLast();
    End end = End.of(result, last);
    if (faithful.signals()) {
      end = end.asShell();
    }
    long memory = runs.stream().mapToLong(Measured::memoryBytes).sum() / runs.size();
    return new Outcome(
        end.status(),
        text(last.stdout()),
        text(last.stderr()),
        compileOutput,
        Optional.of(mean(runs, Measured::cpu)),
        Optional.of(mean(runs, Measured::wall)),
        Optional.of(memory >> 10),
        Optional.of(end.exitCode()),
        end.signal(),
        end.message());
  }

  private static Optional<byte[]> text(CapturedOutput output) {
    byte[] text = output.truncated() ? wholeCharacters(output.prefix()) : output.prefix();
    return text.length == 0 ? Optional.empty() : Optional.of(text);
  }

  /** Without the part of a character (UTF-8) that the end of what is kept has cut. */
  private static byte[] wholeCharacters(byte[] text) {
    int end = text.length;
    int continuations = 0;
    while (end > 0 && continuations < 3 && (text[end - 1] & 0xC0) == 0x80) {
      end--;
      continuations++;
    }
    if (end == 0 || (text[end - 1] & 0xC0) != 0xC0) {
      return text; // it ends with ASCII, or is no UTF-8
    }
    int length = Integer.numberOfLeadingZeros(~(text[end - 1] << 24));
    return continuations == length - 1 ? text : Arrays.copyOf(text, end - 1);
  }

  private static BigDecimal mean(List<Measured> runs, Function<Measured, Duration> time) {
    long millis = 0;
    for (Measured run : runs) {
      millis += time.apply(run).toMillis();
    }
    return BigDecimal.valueOf(millis, 3)
        .divide(BigDecimal.valueOf(runs.size()), 18, RoundingMode.HALF_UP);
  }

  /** How the last run ended. */
  private record End(
      Status status, int exitCode, Optional<Integer> signal, Optional<String> message) {

    static End of(SubmissionResult result, Measured run) {
      Verdict verdict = result.verdict();
      return switch (verdict) {
        case ACCEPTED -> clean(Status.ACCEPTED);
        case WRONG_ANSWER, PRESENTATION_ERROR, NO_OUTPUT -> clean(Status.WRONG_ANSWER);
        case TIME_LIMIT -> timeOut("Time limit exceeded");
        case WALL_LIMIT -> timeOut("Time limit exceeded (wall clock)");
        case OUTPUT_LIMIT -> signalled(SIGXFSZ);
        case MEMORY_LIMIT ->
            run.exitCode().filter(code -> code != 0).map(End::exited).orElse(signalled(SIGKILL));
        case SECURITY_VIOLATION -> signalled(run.signal().orElse(SIGSYS));
        case RUNTIME_ERROR ->
            run.signal()
                .map(End::signalled)
                .or(() -> run.exitCode().map(End::exited))
                .orElseGet(() -> notStarted(result));
        case COMPILE_ERROR, SKIPPED, CANCELLED, INTERNAL_ERROR ->
            throw new IllegalArgumentException("not the verdict of a run: " + verdict);
      };
    }

    private static End clean(Status status) {
      return new End(status, 0, Optional.empty(), Optional.empty());
    }

    private static End timeOut(String message) {
      return new End(Status.TIME_LIMIT, 0, Optional.empty(), Optional.of(message));
    }

    private static End exited(int code) {
      return new End(
          Status.NZEC, code, Optional.empty(), Optional.of("Exited with error status " + code));
    }

    private static End signalled(int signal) {
      return new End(
          Status.ofSignal(signal),
          0,
          Optional.of(signal),
          Optional.of("Caught fatal signal " + signal));
    }

    private static End notStarted(SubmissionResult result) {
      String why = result.tests().stream().map(TestResult::message).reduce("", (_, last) -> last);
      return new End(Status.EXEC_FORMAT_ERROR, 0, Optional.empty(), Optional.of(why));
    }

    /** As a shell between program and observer reports it. */
    End asShell() {
      return signal.map(number -> exited(SHELL_SIGNALS + number)).orElse(this);
    }
  }
}
