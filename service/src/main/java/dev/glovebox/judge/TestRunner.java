package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.submission.TestResult.OtherRun;
import java.util.Optional;

/** How one test of a problem is run: its program's output judged, or in talk with an interactor. */
interface TestRunner {

  /**
   * @param ran what came of the test
   * @param passes how often the program was run for it
   * @param otherRun a run that does not count
   */
  record Tested(TestBench.Ran ran, int passes, Optional<OtherRun> otherRun) {}

  /**
   * @param number of the test, from 1
   * @throws JudgingEnded when it was cancelled, or the sources turned out to be no program
   * @throws JuryFault when a program of the jury's is broken
   */
  Tested run(Bench bench, int number, ProblemTest test);
}
