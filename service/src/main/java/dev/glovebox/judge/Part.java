package dev.glovebox.judge;

import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What came of a test or a group, for the group around it.
 *
 * @param verdict of it
 * @param score of it
 * @param whole whether it was passed with all that it can be worth
 * @param decisive path of the test that the verdict comes from; empty when accepted
 * @param message for people; empty when there is nothing to add
 */
record Part(
    Verdict verdict, BigDecimal score, boolean whole, Optional<String> decisive, String message) {

  static final Part NOTHING =
      new Part(Verdict.ACCEPTED, BigDecimal.ZERO, true, Optional.empty(), "");

  boolean accepted() {
    return verdict == Verdict.ACCEPTED;
  }

  Part worth(BigDecimal points) {
    return new Part(verdict, points, whole, decisive, message);
  }

  Part saying(String text) {
    return new Part(verdict, score, whole, decisive, text);
  }

  /** The first that is not accepted, with the sum of all. */
  static Part first(List<Part> parts) {
    BigDecimal sum = parts.stream().map(Part::score).reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean whole = parts.stream().allMatch(Part::whole);
    return parts.stream()
        .filter(part -> !part.accepted())
        .findFirst()
        .map(part -> new Part(part.verdict(), sum, false, part.decisive(), ""))
        .orElseGet(() -> new Part(Verdict.ACCEPTED, sum, whole, Optional.empty(), ""));
  }
}
