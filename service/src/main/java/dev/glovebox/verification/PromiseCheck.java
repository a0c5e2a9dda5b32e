package dev.glovebox.verification;

import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Promise.Rule;
import dev.glovebox.problem.Promise.ScoreRange;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a solution keeps its promise. An empty list says yes, otherwise each entry says in a
 * sentence how it is broken.
 *
 * <p>In the legacy format the verdict of the whole decides, at the time limit or at the limit with
 * its safety margin. In 2025-09 the verdicts of all single tests at the limit do.
 */
final class PromiseCheck {

  private PromiseCheck() {}

  /**
   * @param limit the problem's time limit
   * @param atLimit what came of it at the limit
   * @param withMargin what came of it at the limit with its margin
   */
  static List<String> broken(
      JurySolution solution, Duration limit, Judged atLimit, Judged withMargin) {
    if (atLimit.verdict() == Verdict.INTERNAL_ERROR) {
      return List.of("it could not be judged: " + atLimit.message());
    }
    return switch (solution.promise()) {
      case Promise.Overall overall -> overall(overall, atLimit, withMargin);
      case Promise.EachTest each -> each(each, limit, atLimit, withMargin);
      case Promise.Nothing _ -> List.of();
    };
  }

  private static List<String> overall(Promise.Overall promise, Judged atLimit, Judged withMargin) {
    List<String> broken = new ArrayList<>();
    if (!allows(promise.allowed(), atLimit.verdict())
        && !allows(promise.allowed(), withMargin.verdict())) {
      broken.add(
          "it promises %s and got %s"
              .formatted(codes(promise.allowed()), atLimit.verdict().code()));
    }
    promise.score().flatMap(range -> outside(range, atLimit.score(), "")).ifPresent(broken::add);
    return broken;
  }

  private static List<String> each(
      Promise.EachTest promise, Duration limit, Judged atLimit, Judged withMargin) {
    if (withMargin.verdict() == Verdict.COMPILE_ERROR) {
      return List.of("it does not compile");
    }
    List<String> broken = new ArrayList<>();
    for (Rule rule : promise.rules()) {
      List<Judged.Test> tests =
          withMargin.tests().stream().filter(test -> matches(rule, test.path())).toList();
      permitted(rule, tests, limit).ifPresent(broken::add);
      required(rule, tests, limit).ifPresent(broken::add);
      message(rule, tests).ifPresent(broken::add);
      if (rule.group().isEmpty()) {
        rule.score().flatMap(range -> outside(range, atLimit.score(), "")).ifPresent(broken::add);
      }
    }
    return broken;
  }

  private static Optional<String> permitted(Rule rule, List<Judged.Test> tests, Duration limit) {
    if (rule.permitted().isEmpty()) {
      return Optional.empty();
    }
    return tests.stream()
        .filter(test -> !allows(rule.permitted(), verdict(test, limit)))
        .findFirst()
        .map(test ->
            "on %s it got %s, permitted is %s"
                .formatted(test.path(), verdict(test, limit).code(), codes(rule.permitted())));
  }

  private static Optional<String> required(Rule rule, List<Judged.Test> tests, Duration limit) {
    boolean found =
        rule.required().isEmpty()
            || tests.stream().anyMatch(test -> allows(rule.required(), verdict(test, limit)));
    return found
        ? Optional.empty()
        : Optional.of(
            "no test%s gave %s, which is required"
                .formatted(
                    rule.group().map(group -> " of " + group).orElse(""), codes(rule.required())));
  }

  private static Optional<String> message(Rule rule, List<Judged.Test> tests) {
    return rule.message()
        .filter(part -> tests.stream().noneMatch(test -> test.message().contains(part)))
        .map("the checker never said “%s”"::formatted);
  }

  private static Optional<String> outside(
      ScoreRange range, Optional<BigDecimal> score, String where) {
    BigDecimal got = score.orElse(BigDecimal.ZERO);
    boolean inside =
        got.compareTo(range.least()) >= 0 && got.compareTo(range.most()) <= 0 && score.isPresent();
    return inside
        ? Optional.empty()
        : Optional.of(
            "its score%s is %s, promised is %s to %s"
                .formatted(
                    where,
                    score.map(BigDecimal::toPlainString).orElse("not known"),
                    range.least().toPlainString(),
                    range.most().toPlainString()));
  }

  /** The verdict that the test has at the limit, whatever limit it ran with. */
  private static Verdict verdict(Judged.Test test, Duration limit) {
    return test.cpu().compareTo(limit) > 0 ? Verdict.TIME_LIMIT : test.verdict();
  }

  private static boolean matches(Rule rule, String test) {
    if (rule.group().isEmpty()) {
      return true;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rule.group().get());
    for (Path at = Path.of(test); at != null; at = at.getParent()) {
      if (matcher.matches(at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allows(Set<Verdict> allowed, Verdict verdict) {
    return allowed.contains(verdict)
        || (Family.of(verdict) != Family.NONE
            && allowed.stream().map(Family::of).anyMatch(Family.of(verdict)::equals));
  }

  /** For people: {@code TLE or WA}. */
  static String codes(Set<Verdict> verdicts) {
    return verdicts.stream()
        .map(Verdict::code)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), codes -> String.join(" or ", codes)));
  }
}
