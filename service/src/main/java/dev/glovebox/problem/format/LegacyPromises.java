package dev.glovebox.problem.format;

import dev.glovebox.problem.Promise;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.problem.format.SolutionFiles.Found;
import dev.glovebox.problem.format.SolutionFiles.Promised;
import dev.glovebox.submission.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What solutions of legacy packages promise: by their folder, elsewhere by DOMjudge's tags
 * {@code @EXPECTED_RESULTS@} and {@code @EXPECTED_SCORE@} in a source.
 */
final class LegacyPromises {

  private static final Pattern RESULTS = Pattern.compile("@EXPECTED_RESULTS@:([^\r\n]*)");
  private static final Pattern SCORE = Pattern.compile("@EXPECTED_SCORE@:[ \t]*([^\\s*]+)");

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

  /** Accepted with a score strictly inside of the range. */
  private Promise partial() {
    return new Promise.Overall(
        Verdicts.ACCEPTED,
        range.map(r -> new Promise.ScoreRange(r.least().add(STEP), r.most().subtract(STEP))),
        false);
  }

  private Promise tagged(Found solution) throws IOException {
    for (TreeFile source : solution.sources()) {
      if (source.blob().size() > (1 << 20)) {
        continue; // data that lies beside a source
      }
      String text = context.text(source).orElse("");
      List<String> results =
          RESULTS.matcher(text).results().map(result -> result.group(1)).toList();
      Optional<Promise.ScoreRange> score = score(source, text);
      if (results.size() > 1) {
        context
            .findings()
            .warn(source.path(), "has @EXPECTED_RESULTS@ more than once: none counts");
        return new Promise.Nothing();
      }
      if (!results.isEmpty()) {
        return verdicts(source, results.getFirst())
            .<Promise>map(allowed -> new Promise.Overall(allowed, score, false))
            .orElseGet(Promise.Nothing::new);
      }
      if (score.isPresent()) {
        return new Promise.Overall(
            Verdicts.union(Verdicts.ACCEPTED, Verdicts.REJECTED), score, false);
      }
    }
    return new Promise.Nothing();
  }

  private Optional<Promise.ScoreRange> score(TreeFile source, String text) {
    Matcher tag = SCORE.matcher(text);
    if (!tag.find()) {
      return Optional.empty();
    }
    Optional<BigDecimal> score = Decimals.parse(tag.group(1), MOST_DIGITS);
    if (score.isEmpty()) {
      context.findings().warn(source.path(), "@EXPECTED_SCORE@ is no number: " + tag.group(1));
    }
    return score.map(number -> new Promise.ScoreRange(number, number));
  }

  /** The verdicts of a tag; nothing when it promises nothing. */
  private Optional<Set<Verdict>> verdicts(TreeFile source, String list) {
    var allowed = EnumSet.noneOf(Verdict.class);
    // The tag ends where the comment does.
    for (String name : list.replaceFirst("\\*/.*|-->.*|\"\"\".*", "").split(",")) {
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
