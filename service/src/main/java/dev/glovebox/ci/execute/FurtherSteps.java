package dev.glovebox.ci.execute;

import java.time.Duration;

/**
 * Steps that come while an attempt runs, one after another, from whoever opened the job. Used by
 * the attempt's thread but for {@link #wake}.
 */
public interface FurtherSteps {

  /** What there is to do next. */
  sealed interface Next {

    /**
     * A step.
     *
     * @param number from 1, in the order in which they came
     * @param name shown
     * @param helper whether it runs in the image for helpers rather than in the job's
     * @param script what a shell is given, as it is
     */
    record Step(int number, String name, boolean helper, byte[] script) implements Next {}

    /** No further step will come. */
    record Finished() implements Next {}

    /** Nothing came in time, or the wait was broken off. */
    record Nothing() implements Next {}
  }

  /** Waits for what is next, at most so long. */
  Next next(Duration atMost) throws InterruptedException;

  /** Breaks off the wait, now or the next time. Any thread may. */
  void wake();

  /** A step begins; its output comes from now on. */
  void started(Next.Step step);

  /** All of the output of a step has come. */
  void written(Next.Step step);

  /** A step is at its end. */
  void ended(Next.Step step, Outcome outcome);
}
