package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring.Kattis2025;
import dev.glovebox.problem.Scoring.Kattis2025.Aggregation;
import dev.glovebox.problem.TestGroup;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the tests of one group are worth by problem package format 2025-09, sections <i>Scoring test
 * cases</i> and <i>Scoring test data groups</i>. Used once for one group.
 */
final class Kattis2025Shares {

  private final String path;
  private final Aggregation aggregation;
  private final Optional<BigDecimal> most;

  /** What all tests of the group share; empty when unbounded. */
  private final Optional<BigDecimal> shared;

  private final long count;

  /** Of a sum: the shares given so far in units of one share, so that thirds add up to a whole. */
  private BigDecimal multipliers = BigDecimal.ZERO;

  private BigDecimal absolute = BigDecimal.ZERO;
  private boolean anyTest;

  Kattis2025Shares(TestGroup group, Kattis2025 rules) {
    this.path = group.path();
    this.aggregation = rules.aggregation();
    this.most = rules.most();
    this.shared =
        rules.most().map(m -> m.subtract(rules.staticValidationScore().orElse(BigDecimal.ZERO)));
    this.count = group.children().stream().filter(ProblemTest.class::isInstance).count();
  }

  /** What a test gets. */
  BigDecimal score(ProblemTest test, Graded graded) {
    anyTest = true;
    if (test.sample()) {
      return BigDecimal.ZERO; // what a checker says of samples is ignored
    }
    refuseWrongKind(test, graded);
    if (!graded.accepted() || aggregation == Aggregation.PASS_FAIL) {
      return BigDecimal.ZERO;
    }
    if (graded.score().isPresent()) {
      BigDecimal given = graded.score().get();
      if (given.signum() < 0
          || ofOneTest().filter(share -> given.compareTo(share) > 0).isPresent()) {
        throw fault(test, "gave the score %s, which is not allowed".formatted(given));
      }
      absolute = absolute.add(given);
      return given;
    }
    BigDecimal share =
        ofOneTest().orElseThrow(() -> fault(test, "gave no score in a group without a maximum"));
    BigDecimal multiplier = graded.multiplier().orElse(BigDecimal.ONE);
    multipliers = multipliers.add(multiplier);
    return GroupScoring.tidy(share.multiply(multiplier));
  }

  /** Whether a child decides the group. */
  boolean ends(Part child) {
    return switch (aggregation) {
      case PASS_FAIL -> !child.accepted();
      case SUM -> false;
      // Nothing is less than nothing.
      case LEAST -> child.score().signum() == 0 && !child.accepted();
    };
  }

  /** The group's own score. */
  BigDecimal whole(List<Part> children) {
    BigDecimal score =
        switch (aggregation) {
          case PASS_FAIL ->
              children.stream().allMatch(Part::accepted)
                  ? most.orElse(BigDecimal.ZERO)
                  : BigDecimal.ZERO;
          case SUM -> anyTest ? ofTests() : sum(children);
          case LEAST ->
              children.stream()
                  .map(Part::score)
                  .min(Comparator.naturalOrder())
                  .orElse(BigDecimal.ZERO);
        };
    if (most.filter(m -> score.compareTo(m) > 0).isPresent()) {
      throw new JuryFault(
          "group %s got the score %s, more than its maximum".formatted(path, score), "");
    }
    return score;
  }

  private BigDecimal ofTests() {
    return absolute.add(
        shared
            .map(s -> GroupScoring.quotient(s.multiply(multipliers), count))
            .orElse(BigDecimal.ZERO));
  }

  private static BigDecimal sum(List<Part> children) {
    return children.stream().map(Part::score).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Optional<BigDecimal> ofOneTest() {
    return aggregation == Aggregation.LEAST
        ? most
        : shared.map(s -> GroupScoring.quotient(s, count));
  }

  private void refuseWrongKind(ProblemTest test, Graded graded) {
    boolean score = graded.score().isPresent();
    boolean multiplier = graded.multiplier().isPresent();
    if (score && multiplier) {
      throw fault(test, "gave both a score and a multiplier");
    }
    if ((score || multiplier) && aggregation == Aggregation.PASS_FAIL) {
      throw fault(test, "gave a score in a group that is passed or failed as a whole");
    }
    if (multiplier && most.isEmpty()) {
      throw fault(test, "gave a multiplier in a group without a maximum");
    }
  }

  private static JuryFault fault(ProblemTest test, String what) {
    return new JuryFault("the checker %s, in test %s".formatted(what, test.path()), "");
  }
}
