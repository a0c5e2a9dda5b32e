package dev.glovebox.problem.format;

import dev.glovebox.problem.Promise;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.problem.format.SolutionFiles.Found;
import dev.glovebox.problem.format.SolutionFiles.Promised;
import dev.glovebox.submission.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What solutions of legacy packages promise: by their folder, elsewhere by DOMjudge's tags
 * {@code @EXPECTED_RESULTS@} and {@code @EXPECTED_SCORE@} in a source.
 */
final class LegacyPromises {

  private static final Pattern TAG =
      Pattern.compile("@EXPECTED_(RESULTS|SCORE)@:([^\r\n]*)", Pattern.CASE_INSENSITIVE);

  /** The least that a score can differ by: scores have nine digits. */
  private static final BigDecimal STEP = new BigDecimal("0.000000001");

  private static final int MOST_DIGITS = 18;

  private final ImportContext context;
  private final Optional<Promise.ScoreRange> range;
  private final Map<String, String> mains;

  /**
   * @param range of scores, where the package gives one
   * @param mains what to start from, by path below {@code submissions}
   */
  LegacyPromises(
      ImportContext context, Optional<Promise.ScoreRange> range, Map<String, String> mains) {
    this.context = context;
    this.range = range;
    this.mains = mains;
  }

  Promised of(Found solution) throws IOException {
    return new Promised(
        promise(solution), Optional.empty(), Optional.ofNullable(mains.get(solution.path())));
  }

  private Promise promise(Found solution) throws IOException {
    return switch (solution.category()) {
      case "accepted" -> new Promise.Overall(Verdicts.ACCEPTED, Optional.empty(), true);
      case "wrong_answer" -> overall(Verdicts.WRONG);
      case "time_limit_exceeded" -> overall(Verdicts.SLOW);
      case "run_time_error" -> overall(Verdicts.CRASHED);
      case "partially_accepted" -> partial();
      default -> tagged(solution);
    };
  }

  private static Promise overall(Set<Verdict> allowed) {
    return new Promise.Overall(allowed, Optional.empty(), false);
  }

  /**
   * Accepted with less than the most points. None at all are a part too, as for the Kattis problem
   * tools: where groups are only counted, a solution that solves none of them is still accepted.
   */
  private Promise partial() {
    return new Promise.Overall(
        Verdicts.ACCEPTED,
        range.map(r -> new Promise.ScoreRange(r.least(), r.most().subtract(STEP))),
        false);
  }

  /** What the tags in a solution's sources promise, wherever it lies. */
  Promise tagged(Found solution) throws IOException {
    for (TreeFile source : solution.sources()) {
      if (source.blob().size() > (1 << 20)) {
        continue; // data that lies beside a source
      }
      Optional<Promise> promise = tagged(source, context.text(source).orElse(""));
      if (promise.isPresent()) {
        return promise.get();
      }
    }
    return new Promise.Nothing();
  }

  /** What the tags of a source promise; empty when it has none. */
  private Optional<Promise> tagged(TreeFile source, String text) {
    List<String> scores = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (MatchResult tag : TAG.matcher(text).results().toList()) {
      // The tag ends where the comment does.
      String value = tag.group(2).replaceFirst("\\*/.*|-->.*|\"\"\".*", "").strip();
      boolean score =
          tag.group(1).equalsIgnoreCase("SCORE") && Decimals.parse(value, MOST_DIGITS).isPresent();
      // Where it is no number, the tag for scores is one for results.
      (score ? scores : results).add(value);
    }
    if (scores.size() > 1 || results.size() > 1) {
      context.findings().warn(source.path(), "has more than one tag of a kind: none counts");
      return Optional.of(new Promise.Nothing());
    }
    Optional<Promise.ScoreRange> score =
        scores.stream()
            .findFirst()
            .flatMap(value -> Decimals.parse(value, MOST_DIGITS))
            .map(number -> new Promise.ScoreRange(number, number));
    if (!results.isEmpty()) {
      return verdicts(source, results.getFirst())
          .<Promise>map(allowed -> new Promise.Overall(allowed, score, false))
          .or(() -> Optional.of(new Promise.Nothing()));
    }
    return score.map(_ ->
        new Promise.Overall(Verdicts.union(Verdicts.ACCEPTED, Verdicts.REJECTED), score, false));
  }

  /** The verdicts of a tag; nothing when it promises nothing. */
  private Optional<Set<Verdict>> verdicts(TreeFile source, String list) {
    var allowed = EnumSet.noneOf(Verdict.class);
    for (String name : list.split(",")) {
      String stripped = name.strip();
      if (stripped.equalsIgnoreCase("CHECK-MANUALLY") || stripped.equals("CHECK_MANUALLY")) {
        return Optional.empty();
      }
      Optional<Set<Verdict>> known = Verdicts.ofExpectedResult(stripped);
      if (known.isEmpty()) {
        context
            .findings()
            .warn(source.path(), "@EXPECTED_RESULTS@ has the unknown result " + stripped);
        return Optional.empty();
      }
      allowed.addAll(known.get());
    }
    return Optional.of(Set.copyOf(allowed));
  }
}
