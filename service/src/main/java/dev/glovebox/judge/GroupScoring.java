package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.submission.GroupResult;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Says which test of a problem is next, and what verdict and score its groups get. Knows nothing of
 * sandboxes: it asks for one test after the other and is told what came of it.
 *
 * <p>A test that by the rules of its groups can't change the result any more is not asked for,
 * unless all are wanted; then what comes of it does not count either. Scores are decimals; only
 * quotients are rounded, to nine digits after the point.
 */
final class GroupScoring {

  /** Runs a test. */
  @FunctionalInterface
  interface Judge {
    Graded judge(ProblemTest test);
  }

  /** Runs a package's own grader on what came of a group's children. */
  @FunctionalInterface
  interface Grader {
    Graded grade(Scoring.KattisLegacy rules, List<Graded> children);
  }

  /**
   * What came of all tests.
   *
   * @param decisive path of the test that the verdict comes from; empty when accepted
   * @param score of the whole
   * @param groups in the order in which they end, the root last
   * @param tests scores by the paths of tests, of those that count
   */
  record Scored(
      Verdict verdict,
      Optional<String> decisive,
      BigDecimal score,
      List<GroupResult> groups,
      Map<String, BigDecimal> tests) {}

  static final int SCALE = 9;

  private final boolean scoring;
  private final boolean allTests;
  private final Judge judge;
  private final Grader grader;
  private final List<GroupResult> groups = new ArrayList<>();
  private final Map<String, BigDecimal> tests = new HashMap<>();
  private final Set<String> passed = new HashSet<>();

  /**
   * @param scoring whether the problem has scores
   * @param allTests whether tests are run that can't change the result
   */
  GroupScoring(boolean scoring, boolean allTests, Judge judge, Grader grader) {
    this.scoring = scoring;
    this.allTests = allTests;
    this.judge = judge;
    this.grader = grader;
  }

  /**
   * Judges all there is to judge. To be called once.
   *
   * @throws JuryFault when a checker's score is against the rules
   */
  Scored judge(TestGroup root) {
    Part whole = group(root);
    boolean worthless = root.scoring() instanceof Scoring.KattisLegacy && !whole.accepted();
    return new Scored(
        whole.verdict() == Verdict.SKIPPED ? Verdict.WRONG_ANSWER : whole.verdict(),
        whole.decisive(),
        worthless ? BigDecimal.ZERO : whole.score(),
        List.copyOf(groups),
        Map.copyOf(tests));
  }

  private Part group(TestGroup group) {
    Part part =
        switch (group.scoring()) {
          case Scoring.PassFail _ -> passFail(group);
          case Scoring.KattisLegacy rules -> legacy(group, rules);
          case Scoring.Kattis2025 rules ->
              missing(rules.requirePass())
                  .map(needed -> skipped(group, needed))
                  .orElseGet(() -> kattis(group, rules));
          case Scoring.Points rules ->
              missing(rules.dependencies())
                  .map(needed -> skipped(group, needed))
                  .orElseGet(() -> points(group, rules));
          case Scoring.Sum _ -> sum(group);
        };
    if (part.whole() && part.accepted()) {
      passed.add(group.path());
    }
    note(group, part);
    return part;
  }

  private void note(TestGroup group, Part part) {
    groups.add(
        new GroupResult(
            group.path(),
            part.verdict(),
            scoring ? Optional.of(part.score()) : Optional.empty(),
            part.message()));
  }

  private Part passFail(TestGroup group) {
    return Part.first(children(group, (_, graded) -> BigDecimal.ZERO, part -> !part.accepted()));
  }

  private Part sum(TestGroup group) {
    return Part.first(
        children(
            group,
            (test, graded) ->
                graded.accepted()
                    ? graded.score().or(test::points).orElse(BigDecimal.ONE)
                    : BigDecimal.ZERO,
            _ -> false));
  }

  private Part legacy(TestGroup group, Scoring.KattisLegacy rules) {
    List<Part> parts =
        children(
            group,
            (_, graded) ->
                graded.accepted()
                    ? graded.score().orElse(rules.acceptScore())
                    : rules.rejectScore(),
            part -> !part.accepted() && !rules.continueOnReject());
    if (parts.isEmpty()) {
      return Part.NOTHING;
    }
    if (rules.grader().isPresent()) {
      Graded own =
          grader.grade(
              rules, parts.stream().map(part -> Graded.of(part.verdict(), part.score())).toList());
      return LegacyGrading.ranged(
          rules, LegacyGrading.like(parts, own.verdict(), own.score().orElse(BigDecimal.ZERO)));
    }
    return LegacyGrading.ranged(rules, LegacyGrading.grade(rules, parts));
  }

  private Part kattis(TestGroup group, Scoring.Kattis2025 rules) {
    Kattis2025Shares shares = new Kattis2025Shares(group, rules);
    List<Part> parts = children(group, shares::score, shares::ends);
    Part part = Part.first(parts);
    return part.worth(shares.whole(parts));
  }

  private Part points(TestGroup group, Scoring.Points rules) {
    List<Part> parts =
        children(
            group,
            (test, graded) ->
                graded.accepted()
                    ? graded.score().or(test::points).orElse(BigDecimal.ZERO)
                    : BigDecimal.ZERO,
            part -> rules.completeGroup() && !part.whole());
    Part part = Part.first(parts);
    if (!rules.completeGroup()) {
      return part;
    }
    return part.worth(part.whole() ? rules.points().orElse(part.score()) : BigDecimal.ZERO);
  }

  /** Judges children one after the other until the group is decided. */
  private List<Part> children(
      TestGroup group, BiFunction<ProblemTest, Graded, BigDecimal> score, Predicate<Part> decides) {
    List<Part> parts = new ArrayList<>();
    boolean decided = false;
    for (TestNode child : group.children()) {
      if (decided) {
        uncounted(child, "decided before");
        continue;
      }
      Part part =
          switch (child) {
            case ProblemTest test -> test(test, score);
            case TestGroup inner -> group(inner);
          };
      parts.add(part);
      decided = decides.test(part);
    }
    return parts;
  }

  private Part test(ProblemTest test, BiFunction<ProblemTest, Graded, BigDecimal> score) {
    Graded graded = judge.judge(test);
    BigDecimal points = score.apply(test, graded);
    tests.put(test.path(), points);
    boolean full =
        graded.accepted()
            && test.points().map(most -> points.compareTo(most) >= 0).orElse(true)
            && graded.multiplier().map(m -> m.compareTo(BigDecimal.ONE) >= 0).orElse(true);
    return new Part(
        graded.verdict(),
        points,
        full,
        graded.accepted() ? Optional.empty() : Optional.of(test.path()),
        "");
  }

  private Optional<String> missing(List<String> needed) {
    return needed.stream().filter(path -> !passed.contains(path)).findFirst();
  }

  private Part skipped(TestGroup group, String needed) {
    group.children().forEach(child -> uncounted(child, "not judged with the group around it"));
    return new Part(
        Verdict.SKIPPED,
        BigDecimal.ZERO,
        false,
        Optional.empty(),
        "not judged, since %s was not passed".formatted(needed));
  }

  private void uncounted(TestNode node, String why) {
    switch (node) {
      case ProblemTest test -> {
        if (allTests) {
          judge.judge(test);
        }
      }
      case TestGroup group -> {
        group.children().forEach(child -> uncounted(child, why));
        note(group, new Part(Verdict.SKIPPED, BigDecimal.ZERO, false, Optional.empty(), why));
      }
    }
  }

  static BigDecimal quotient(BigDecimal dividend, long divisor) {
    BigDecimal quotient = dividend.divide(BigDecimal.valueOf(divisor), SCALE, RoundingMode.HALF_UP);
    return tidy(quotient);
  }

  /** Without zeros at the end, and without an exponent. */
  static BigDecimal tidy(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
