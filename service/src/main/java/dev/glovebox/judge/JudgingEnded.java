package dev.glovebox.judge;

import dev.glovebox.submission.CompileResult;
import java.util.Optional;

/**
 * Ends judging from within a test: it was cancelled, or the sources turned out to be no program.
 */
final class JudgingEnded extends RuntimeException {

  private final transient Optional<CompileResult> failed;

  private JudgingEnded(Optional<CompileResult> failed) {
    this.failed = failed;
  }

  static JudgingEnded cancelled() {
    return new JudgingEnded(Optional.empty());
  }

  static JudgingEnded notAProgram(CompileResult failed) {
    return new JudgingEnded(Optional.of(failed));
  }

  /** The compilation that failed; empty when it was cancelled. */
  Optional<CompileResult> failed() {
    return failed;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // a way out, not a defect
  }
}
