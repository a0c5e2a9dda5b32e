package dev.glovebox.verification;

import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of one solution at one time limit.
 *
 * @param verdict of the whole
 * @param message why
 * @param score in problems that have one
 * @param tests those that were run, in order
 */
record Judged(Verdict verdict, String message, Optional<BigDecimal> score, List<Test> tests) {

  Judged {
    tests = List.copyOf(tests);
  }

  /**
   * @param path of the test in its problem
   * @param cpu of its run; zero when nothing was measured
   * @param message of the checker to the jury
   */
  record Test(String path, Verdict verdict, Duration cpu, String message) {}

  /** The test that took the most CPU time. */
  Optional<Test> slowest() {
    return tests.stream().max(Comparator.comparing(Test::cpu));
  }

  /** CPU time of the slowest test; zero when nothing ran. */
  Duration slowestTime() {
    return slowest().map(Test::cpu).orElse(Duration.ZERO);
  }

  /** Whether some test took no CPU time to speak of until its wall limit ended it. */
  boolean waitedInVain() {
    return tests.stream().anyMatch(test -> test.verdict() == Verdict.WALL_LIMIT);
  }

  /** Whether a lower limit could have given another result: some test ran longer and got by. */
  boolean dependsOn(Duration limit) {
    return tests.stream()
        .anyMatch(test ->
            test.cpu().compareTo(limit) > 0
                && Family.of(test.verdict()) != Family.TIME_LIMIT_EXCEEDED);
  }
}
