package dev.glovebox.judge;

import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What scoring is fed with: a test's verdict, and what its checker wants it to be worth.
 *
 * @param score in points
 * @param multiplier from 0 to 1, of what the test can be worth at most
 */
record Graded(Verdict verdict, Optional<BigDecimal> score, Optional<BigDecimal> multiplier) {

  static Graded of(Verdict verdict) {
    return new Graded(verdict, Optional.empty(), Optional.empty());
  }

  static Graded of(Verdict verdict, BigDecimal score) {
    return new Graded(verdict, Optional.of(score), Optional.empty());
  }

  boolean accepted() {
    return verdict == Verdict.ACCEPTED;
  }
}
