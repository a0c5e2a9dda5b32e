package dev.glovebox.judge;

import dev.glovebox.submission.GroupResult;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The tests of a submission, wherever they come from: runs them and says what came of them. */
sealed interface Tests permits OwnTests, ProblemTests {

  /**
   * What came of all tests.
   *
   * @param message why this verdict
   * @param score in problems that have one
   * @param groups in problems
   */
  record Outcome(
      Verdict verdict, String message, Optional<BigDecimal> score, List<GroupResult> groups) {}

  /** The results so far; filled while {@link #run} goes on. */
  ResultSheet sheet();

  /**
   * Runs what has to be run. The program is in its sandbox, or is known to leave no room there.
   *
   * @throws JudgingEnded when it was cancelled, or the sources turned out to be no program
   * @throws JuryFault when a program of the jury's is broken
   */
  Outcome run(Bench bench);
}
