package dev.glovebox.verification;

import dev.glovebox.problem.JurySolution;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Has solutions judged, many at a time. */
interface SolutionJudge {

  /**
   * @param limit CPU time of one run
   * @param allTests whether every test is run, also those that can't change the result any more
   * @param round 0 at first; asking the same again in another round has it judged again
   */
  record Ask(JurySolution solution, Duration limit, boolean allTests, int round) {
    Ask(JurySolution solution, Duration limit, boolean allTests) {
      this(solution, limit, allTests, 0);
    }
  }

  /**
   * Judges all of them.
   *
   * @param asks different from each other
   * @param onEach told after each, from this thread
   * @return in the order of the asks
   */
  List<Judged> judge(List<Ask> asks, Consumer<Ask> onEach) throws InterruptedException;

  /**
   * Begins to try the jury's own programs: the checker on its cases, then the input validators on
   * inputs.
   */
  Trials tryJury() throws InterruptedException;

  /** Trials that go on. */
  @FunctionalInterface
  interface Trials {

    /**
     * Waits for them.
     *
     * @return what the programs said, in the order of the problem's checker cases and inputs
     */
    List<Judged.Test> await() throws InterruptedException;
  }
}
