package dev.glovebox.judge;

import dev.glovebox.queue.StopSignal;
import java.util.Optional;

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
