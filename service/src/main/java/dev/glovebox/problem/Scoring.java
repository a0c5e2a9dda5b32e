package dev.glovebox.problem;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How the verdict and the score of a group follow from its children. */
public sealed interface Scoring {

  /** The first verdict that is not accepted decides and ends judging. */
  record PassFail() implements Scoring {}

  /**
   * The default grader of the legacy Kattis format, with a group's {@code testdata.yaml}.
   *
   * @param continueOnReject {@code on_reject: continue}: the other children are judged all the same
   * @param verdictMode which verdict the group gets
   * @param scoreMode how the scores of accepted children become one
   * @param ignoreSample the sample group's result does not count (root only)
   * @param acceptIfAnyAccepted accepted as soon as one child is
   * @param acceptScore of an accepted test whose checker gives no score
   * @param rejectScore of a rejected test
   * @param least where a range is given
   * @param most where a range is given
   * @param grader a custom grader in place of the default one
   * @param graderFlags arguments of a custom grader
   */
  record KattisLegacy(
      boolean continueOnReject,
      VerdictMode verdictMode,
      ScoreMode scoreMode,
      boolean ignoreSample,
      boolean acceptIfAnyAccepted,
      BigDecimal acceptScore,
      BigDecimal rejectScore,
      Optional<BigDecimal> least,
      Optional<BigDecimal> most,
      Optional<JuryProgram> grader,
      List<String> graderFlags)
      implements Scoring {

    public KattisLegacy {
      graderFlags = List.copyOf(graderFlags);
    }

    /** Which verdict a group gets. */
    public enum VerdictMode {
      WORST_ERROR,
      FIRST_ERROR,
      ALWAYS_ACCEPT
    }

    /** How scores become one. */
    public enum ScoreMode {
      SUM,
      AVERAGE,
      LEAST,
      MOST
    }
  }

  /**
   * A group of format 2025-09 in a scoring problem.
   *
   * @param most {@code max_score}; empty = unbounded
   * @param aggregation {@code score_aggregation}
   * @param requirePass paths of groups that must be accepted, or else this one is not judged
   * @param staticValidationScore share of a static validator, where there is one
   */
  record Kattis2025(
      Optional<BigDecimal> most,
      Aggregation aggregation,
      List<String> requirePass,
      Optional<BigDecimal> staticValidationScore)
      implements Scoring {

    public Kattis2025 {
      requirePass = List.copyOf(requirePass);
    }

    /** How the scores of children become one. */
    public enum Aggregation {
      PASS_FAIL,
      SUM,
      LEAST
    }
  }

  /**
   * A group of Polygon's, and every group of the native format.
   *
   * @param points of the whole group, for complete groups; empty = the sum of its tests' points
   * @param completeGroup all or nothing; otherwise each accepted test gives its own points
   * @param dependencies paths of groups that must be accepted whole, or else this one is not judged
   */
  record Points(Optional<BigDecimal> points, boolean completeGroup, List<String> dependencies)
      implements Scoring {
    public Points {
      dependencies = List.copyOf(dependencies);
    }
  }

  /** The sum of the children's scores; all are judged. */
  record Sum() implements Scoring {}
}
