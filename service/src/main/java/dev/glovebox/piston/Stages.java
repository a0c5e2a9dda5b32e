package dev.glovebox.piston;

import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.LimitFired;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what happened in the original's words, which are those of its sandbox. */
final class Stages {

  private Stages() {}

  /**
   * Why a stage failed.
   *
   * @param status two letters
   * @param message for people
   */
  private record Failure(@Nullable String status, @Nullable String message) {}

  private static final Failure NONE = new Failure(null, null);

  /** Of a run of the program. */
  static Stage of(TestResult test) {
    Measured run = test.run().orElseThrow();
    Failure failure = failure(test, run);
    boolean killed =
        "TO".equals(failure.status())
            || "OL".equals(failure.status())
            || "EL".equals(failure.status());
    Optional<String> signal = run.signal().flatMap(SignalNames::of);
    String stdout = text(run.stdout());
    String stderr = text(run.stderr());
    return new Stage(
        killed ? "SIGKILL" : signal.orElse(null),
        stdout,
        stderr,
        killed ? null : run.exitCode().orElse(null),
        stdout + stderr,
        run.memoryBytes(),
        failure.message(),
        failure.status(),
        run.cpu().toMillis(),
        run.wall().toMillis());
  }

  private static Failure failure(TestResult test, Measured run) {
    return switch (test.verdict()) {
      case TIME_LIMIT -> new Failure("TO", "Time limit exceeded");
      case WALL_LIMIT -> new Failure("TO", "Time limit exceeded (wall clock)");
      case OUTPUT_LIMIT -> overflow(run).orElseGet(() -> byEnd(run));
      case CANCELLED, SKIPPED, INTERNAL_ERROR -> new Failure("XX", "Internal error");
      default -> byEnd(run);
    };
  }

  private static Optional<Failure> overflow(Measured run) {
    return run.limit()
        .flatMap(limit ->
            switch (limit) {
              case STDOUT -> Optional.of(new Failure("OL", "stdout length exceeded"));
              case STDERR -> Optional.of(new Failure("EL", "stderr length exceeded"));
              case CPU, WALL, MEMORY, FILE_SIZE, PROCESSES -> Optional.<Failure>empty();
            });
  }

  private static Failure byEnd(Measured run) {
    if (run.signal().isPresent()) {
      return new Failure("SG", "Caught fatal signal " + run.signal().get());
    }
    if (run.exitCode().isPresent() && run.exitCode().get() != 0) {
      return new Failure("RE", "Exited with error status " + run.exitCode().get());
    }
    boolean memory = run.limit().filter(LimitFired.MEMORY::equals).isPresent();
    if (memory) {
      // It ended by itself, having held too much.
      return new Failure("SG", "Caught fatal signal 9");
    }
    return run.exitCode().isPresent() ? NONE : new Failure("XX", "Could not be started");
  }

  /** Of a compiler. */
  static Stage of(CompileResult compile) {
    String output = text(compile.output());
    Integer code = compile.exitCode().orElse(null);
    Failure failure = NONE;
    if (!compile.succeeded()) {
      failure =
          code != null && code != 0
              ? new Failure("RE", "Exited with error status " + code)
              : new Failure("SG", compile.message());
    }
    return new Stage(
        !compile.succeeded() && code == null ? "SIGKILL" : null,
        "",
        output,
        compile.succeeded() || code == null || code != 0 ? code : Integer.valueOf(1),
        output,
        compile.memoryBytes(),
        failure.message(),
        failure.status(),
        compile.cpu().toMillis(),
        compile.wall().toMillis());
  }

  /** Where nothing has run. */
  static Stage failed(SubmissionResult result) {
    String message =
        result.verdict() == Verdict.INTERNAL_ERROR ? "Internal error" : result.verdict().text();
    return new Stage(null, "", "", null, "", null, message, "XX", null, null);
  }

  /** Bytes that are no text become replacement characters, as in the original. */
  private static String text(CapturedOutput output) {
    return new String(output.prefix(), StandardCharsets.UTF_8);
  }
}
