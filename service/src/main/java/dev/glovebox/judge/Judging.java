package dev.glovebox.judge;

import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges one submission: prepares its program, has the tests run. Used once, by one thread. */
final class Judging {

  private final Assignment assignment;
  private final ProgramKeeper keeper;
  private final TestBench bench;
  private final Tests tests;

  Judging(Assignment assignment, ProgramKeeper keeper, TestBench bench, Tests tests) {
    this.assignment = assignment;
    this.keeper = keeper;
    this.bench = bench;
    this.tests = tests;
  }

  /**
   * From sources to the result.
   *
   * @param whenCompiling called when a compiler is going to run
   * @throws SandboxException when the sandbox fails
   * @throws InfrastructureFault when something else fails that is not the program
   * @throws JuryFault when a program of the jury's is broken
   */
  SubmissionResult judge(Runnable whenCompiling) {
    return switch (keeper.prepare(whenCompiling)) {
      case CANCELLED -> cancelled();
      case NO_PROGRAM -> compileError(keeper.compiled().orElseThrow());
      case READY -> keeper.stopped() ? cancelled() : judgeTests();
    };
  }

  private SubmissionResult judgeTests() {
    keeper.limitToProgram();
    if (!keeper.ready()) {
      String message = "the files of the program alone take more than the memory it may have";
      tests
          .sheet()
          .put(
              new TestResult(
                  1, Verdict.MEMORY_LIMIT, Optional.empty(), message, tests.sheet().blank(1)));
      return result(
          Verdict.MEMORY_LIMIT, "test 1: " + message, tests.sheet().with(Verdict.SKIPPED));
    }
    try {
      Tests.Outcome outcome = tests.run(bench);
      return new SubmissionResult(
          outcome.verdict(),
          outcome.message(),
          keeper.compiled(),
          tests.sheet().with(Verdict.SKIPPED),
          Optional.of(keeper.sandbox().facts()),
          assignment.lease().owner(),
          outcome.score(),
          outcome.groups());
    } catch (JudgingEnded end) {
      return end.failed().map(this::compileError).orElseGet(this::cancelled);
    }
  }

  /** What is known when a stop signal, or the sandbox's end because of one, came in between. */
  SubmissionResult cancelled() {
    return result(Verdict.CANCELLED, "cancelled", tests.sheet().with(Verdict.CANCELLED));
  }

  /** What is known when a program of the jury's turned out to be broken. */
  SubmissionResult failedByJury(JuryFault fault) {
    return result(Verdict.INTERNAL_ERROR, fault.reason(), tests.sheet().with(Verdict.SKIPPED));
  }

  private SubmissionResult compileError(CompileResult failed) {
    String message =
        failed.message().isEmpty()
            ? failed.exitCode().map(code -> "the compiler ended with exit code " + code).orElse("")
            : failed.message();
    return result(Verdict.COMPILE_ERROR, message, List.of());
  }

  private SubmissionResult result(Verdict verdict, String message, List<TestResult> results) {
    return new SubmissionResult(
        verdict,
        message,
        keeper.compiled(),
        results,
        Optional.of(keeper.sandbox().facts()),
        assignment.lease().owner());
  }
}
