package dev.glovebox.judge;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a comparison or the checkers say of an output.
 *
 * @param comparison whether it will do, and where it differs
 * @param score that a checker gives, in place of the one the group would
 * @param multiplier that a checker gives, from 0 to 1, of the most a test can get
 * @param judgeMessage of a checker to the jury, made safe
 * @param teamMessage of a checker to the contestants, made safe
 * @param nextPass input with which the program is to be run again
 */
record Judgement(
    ComparisonResult comparison,
    Optional<BigDecimal> score,
    Optional<BigDecimal> multiplier,
    String judgeMessage,
    String teamMessage,
    Optional<byte[]> nextPass) {

  static final Judgement ACCEPTED = of(ComparisonResult.ACCEPTED);

  static Judgement of(ComparisonResult comparison) {
    return new Judgement(comparison, Optional.empty(), Optional.empty(), "", "", Optional.empty());
  }
}
