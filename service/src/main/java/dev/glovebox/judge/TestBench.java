package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.Verdict;
import java.util.Optional;

/**
 * Runs tests with a program that is kept ready, and knows what it means when the sandbox ends with
 * it. Used by one thread.
 */
final class TestBench implements Bench {

  /**
   * @param verdict of the run
   * @param measured what it took; empty when the sandbox ended with it
   * @param message why this verdict
   * @param judgement of the output, where it came to that
   * @param last whether nothing can be run after this
   */
  record Ran(
      Verdict verdict,
      Optional<Measured> measured,
      String message,
      Optional<Judgement> judgement,
      boolean last) {

    /** With the times of the slowest of several passes, and everything else of this one. */
    Ran taking(Optional<Measured> slowest) {
      if (measured.isEmpty() || slowest.isEmpty()) {
        return this;
      }
      Measured own = measured.get();
      Measured slow = slowest.get();
      Measured both =
          new Measured(
              slow.cpu(),
              slow.wall(),
              Math.max(own.memoryBytes(), slow.memoryBytes()),
              own.cgroupMemoryBytes(),
              own.exitCode(),
              own.signal(),
              own.limit(),
              own.stdout(),
              own.stderr());
      return new Ran(verdict, Optional.of(both), message, judgement, last);
    }
  }

  private final Program program;
  private final ProgramKeeper keeper;
  private final TestRun run;
  private final JudgeMetrics metrics;
  private boolean unexplained = true;
  private boolean lost;

  TestBench(Program program, ProgramKeeper keeper, TestRun run, JudgeMetrics metrics) {
    this.program = program;
    this.keeper = keeper;
    this.run = run;
    this.metrics = metrics;
  }

  /** Brings the program again where it has to. */
  @Override
  public boolean available() {
    if (keeper.stopped()) {
      throw JudgingEnded.cancelled();
    }
    if (!lost && !keeper.ready()) {
      keeper.bringAgain();
      if (keeper.stopped()) {
        throw JudgingEnded.cancelled();
      }
    }
    return !lost && keeper.ready();
  }

  @Override
  public Ran run(Trial trial, Optional<OutputJudge> judge) {
    TestRun.Judged judged;
    try {
      judged = run.run(keeper.sandbox(), trial, judge);
    } catch (SandboxException e) {
      if (!keeper.isPrograms(e)) {
        throw e;
      }
      keeper.endedByProgram();
      return ended(e.kind());
    }
    metrics.ran("test", program, judged.measured().wall());
    Verdict verdict = judged.verdict().verdict();
    if (verdict == Verdict.RUNTIME_ERROR && unexplained) {
      unexplained = false;
      Optional<CompileResult> failed = keeper.explain(judged.end());
      if (failed.isPresent()) {
        throw JudgingEnded.notAProgram(failed.get());
      }
    }
    return new Ran(
        verdict,
        Optional.of(judged.measured()),
        judged.verdict().message(),
        judged.judgement(),
        false);
  }

  private Ran ended(SandboxException.Kind kind) {
    lost = kind == SandboxException.Kind.LOST;
    return outOfMemory(
        lost
            ? "the sandbox ended with the program, which under gVisor is how using up memory or"
                + " processes shows"
            : "the program left no memory in its sandbox",
        lost);
  }

  static Ran outOfMemory(String message, boolean last) {
    return new Ran(Verdict.MEMORY_LIMIT, Optional.empty(), message, Optional.empty(), last);
  }
}
