package dev.glovebox.judge;

import dev.glovebox.problem.Scoring.KattisLegacy;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The default grader of the legacy Kattis format, decision for decision. */
final class LegacyGrading {

  private LegacyGrading() {}

  /**
   * @param parts what was judged of the group's children; at least one
   */
  static Part grade(KattisLegacy rules, List<Part> parts) {
    // The grader is told to leave out the first of two, and is only told of what was judged.
    List<Part> counted =
        rules.ignoreSample() ? parts.subList(parts.size() - 1, parts.size()) : parts;
    return like(counted, verdict(rules, counted), score(rules, counted));
  }

  /** A verdict, with the test that it comes from. */
  static Part like(List<Part> parts, Verdict verdict, BigDecimal score) {
    Optional<String> decisive =
        verdict == Verdict.ACCEPTED
            ? Optional.empty()
            : parts.stream()
                .filter(part -> part.verdict() == verdict)
                .findFirst()
                .flatMap(Part::decisive);
    return new Part(verdict, score, verdict == Verdict.ACCEPTED, decisive, "");
  }

  /** Says so when the score is outside of the range; the format leaves it at that. */
  static Part ranged(KattisLegacy rules, Part part) {
    boolean below = rules.least().filter(least -> part.score().compareTo(least) < 0).isPresent();
    boolean above = rules.most().filter(most -> part.score().compareTo(most) > 0).isPresent();
    return part.accepted() && (below || above)
        ? part.saying("the score is outside of the group's range")
        : part;
  }

  private static Verdict verdict(KattisLegacy rules, List<Part> parts) {
    if (rules.acceptIfAnyAccepted() && parts.stream().anyMatch(Part::accepted)) {
      return Verdict.ACCEPTED;
    }
    return switch (rules.verdictMode()) {
      case ALWAYS_ACCEPT -> Verdict.ACCEPTED;
      case FIRST_ERROR ->
          parts.stream()
              .filter(part -> !part.accepted())
              .findFirst()
              .map(Part::verdict)
              .orElse(Verdict.ACCEPTED);
      case WORST_ERROR ->
          parts.stream()
              .map(Part::verdict)
              .min(Comparator.comparingInt(LegacyGrading::badness))
              .orElse(Verdict.ACCEPTED);
    };
  }

  /** The order of the format's grader, with our finer verdicts beside those they stand for. */
  private static int badness(Verdict verdict) {
    return switch (verdict) {
      case INTERNAL_ERROR, CANCELLED, COMPILE_ERROR -> 0;
      case RUNTIME_ERROR, SECURITY_VIOLATION -> 1;
      case MEMORY_LIMIT -> 2;
      case TIME_LIMIT, WALL_LIMIT -> 3;
      case OUTPUT_LIMIT -> 4;
      case WRONG_ANSWER, NO_OUTPUT -> 5;
      case PRESENTATION_ERROR -> 6;
      case SKIPPED -> 7;
      case ACCEPTED -> 8;
    };
  }

  private static BigDecimal score(KattisLegacy rules, List<Part> parts) {
    BigDecimal sum = parts.stream().map(Part::score).reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (rules.scoreMode()) {
      case SUM -> sum;
      case AVERAGE -> GroupScoring.quotient(sum, parts.size());
      case LEAST ->
          parts.stream().map(Part::score).min(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
      case MOST ->
          parts.stream().map(Part::score).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    };
  }
}
