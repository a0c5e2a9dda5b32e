package dev.glovebox.judge;

import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.Sandbox;
import java.util.Optional;
import java.util.function.Function;

/** Where tests are run. Used by one thread. */
interface Bench {

  /**
   * Whether another test can be run; makes ready for it what has to be made.
   *
   * @throws JudgingEnded when it was cancelled
   */
  boolean available();

  /**
   * Only when {@link #available()}.
   *
   * @throws JudgingEnded when it was cancelled, or the sources turned out to be no program
   */
  TestBench.Ran run(Trial trial, Optional<OutputJudge> judge);

  /**
   * The same, in another manner.
   *
   * @param manner runs the program in its sandbox and judges the run
   */
  default TestBench.Ran run(Function<Sandbox, TestRun.Judged> manner) {
    throw new IllegalStateException("there is no sandbox");
  }

  /** Where outputs are judged that were submitted themselves: nothing is run. */
  static Bench withoutProgram(StopSignal stop) {
    return new Bench() {
      @Override
      public boolean available() {
        if (stop.stopped()) {
          throw JudgingEnded.cancelled();
        }
        return true;
      }

      @Override
      public TestBench.Ran run(Trial trial, Optional<OutputJudge> judge) {
        throw new IllegalStateException("there is no program to run");
      }
    };
  }
}
