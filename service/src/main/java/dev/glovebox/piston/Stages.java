package dev.glovebox.piston;

import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.OutputOrder;
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

  private static final int KILL = 9;

  private Stages() {}

  /**
   * How a stage ended.
   *
   * @param code when it ended by itself
   * @param signal when it was ended
   * @param status two letters, when it failed
   * @param message for people, when it failed
   */
  private record End(
      @Nullable Integer code,
      @Nullable String signal,
      @Nullable String status,
      @Nullable String message) {

    static End killed(String status, String message) {
      return new End(null, "SIGKILL", status, message);
    }

    static End by(Optional<Integer> code, Optional<Integer> signal) {
      if (signal.isPresent()) {
        int number = signal.get();
        return new End(
            null, SignalNames.of(number).orElse(null), "SG", "Caught fatal signal " + number);
      }
      if (code.isEmpty()) {
        return new End(null, null, "XX", "Could not be started");
      }
      return code.get() == 0
          ? new End(0, null, null, null)
          : new End(code.get(), null, "RE", "Exited with error status " + code.get());
    }

    static End byLimit(LimitFired limit, Optional<Integer> code, Optional<Integer> signal) {
      return switch (limit) {
        case CPU -> killed("TO", "Time limit exceeded");
        case WALL -> killed("TO", "Time limit exceeded (wall clock)");
        case STDOUT -> killed("OL", "stdout length exceeded");
        case STDERR -> killed("EL", "stderr length exceeded");
        // One that ended by itself may have held too much all the same.
        case MEMORY ->
            code.filter(c -> c != 0).isPresent()
                ? by(code, signal)
                : by(Optional.empty(), Optional.of(signal.orElse(KILL)));
        case FILE_SIZE, PROCESSES -> by(code, signal);
      };
    }
  }

  /** Of the program. */
  static Stage of(TestResult test) {
    if (test.run().isEmpty()) {
      return test.verdict() == Verdict.MEMORY_LIMIT
          ? unmeasured(End.by(Optional.empty(), Optional.of(KILL)))
          : failed(test.verdict().text());
    }
    Measured run = test.run().get();
    End end =
        test.verdict() == Verdict.CANCELLED
            ? End.killed("XX", Verdict.CANCELLED.text())
            : run.limit()
                .map(limit -> End.byLimit(limit, run.exitCode(), run.signal()))
                .orElseGet(() -> End.by(run.exitCode(), run.signal()));
    byte[] stdout = run.stdout().prefix();
    byte[] stderr = run.stderr().prefix();
    OutputOrder order = run.order().orElse(new OutputOrder(new byte[0]));
    return new Stage(
        end.signal(),
        text(stdout),
        text(stderr),
        end.code(),
        text(order.join(stdout, stderr)),
        run.memoryBytes(),
        end.message(),
        end.status(),
        run.cpu().toMillis(),
        run.wall().toMillis());
  }

  /** Of a compiler. */
  static Stage of(CompileResult compile) {
    End end =
        compile
            .limit()
            .map(limit -> End.byLimit(limit, compile.exitCode(), compile.signal()))
            .orElseGet(() -> End.by(compile.exitCode(), compile.signal()));
    if (!compile.succeeded() && end.status() == null) {
      // It saw nothing wrong, and yet there is no program.
      end = new End(end.code(), null, "XX", compile.message());
    }
    CapturedOutput output = compile.output();
    OutputOrder.Apart streams =
        compile.order().orElse(new OutputOrder(new byte[0])).split(output.prefix());
    return new Stage(
        end.signal(),
        text(streams.stdout()),
        text(streams.stderr()),
        end.code(),
        text(output.prefix()),
        compile.memoryBytes(),
        end.message(),
        end.status(),
        compile.cpu().toMillis(),
        compile.wall().toMillis());
  }

  /** Where nothing has run. */
  static Stage failed(SubmissionResult result) {
    return failed(
        result.verdict() == Verdict.INTERNAL_ERROR ? "Internal error" : result.verdict().text());
  }

  private static Stage failed(String message) {
    return unmeasured(new End(null, null, "XX", message));
  }

  private static Stage unmeasured(End end) {
    return new Stage(
        end.signal(), "", "", end.code(), "", null, end.message(), end.status(), null, null);
  }

  /** Bytes that are no text become replacement characters, as in the original. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
