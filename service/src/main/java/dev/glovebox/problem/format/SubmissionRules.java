package dev.glovebox.problem.format;

import dev.glovebox.problem.PathGlob;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Promise.Rule;
import dev.glovebox.problem.Promise.TimeLimitUse;
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

/**
 * {@code submissions/submissions.yaml} of format 2025-09, and what the folders promise without it.
 */
final class SubmissionRules {

  private static final String FILE = "submissions/submissions.yaml";

  /** Verdicts that each test may have, and those of which some test must have one. */
  private record Usual(Optional<Set<Verdict>> permitted, Optional<Set<Verdict>> required) {}

  private static final Map<String, Usual> FOLDERS =
      Map.of(
          "accepted",
          new Usual(Optional.of(Verdicts.ACCEPTED), Optional.empty()),
          "rejected",
          new Usual(Optional.empty(), Optional.of(Verdicts.REJECTED)),
          "wrong_answer",
          new Usual(
              Optional.of(Verdicts.union(Verdicts.ACCEPTED, Verdicts.WRONG)),
              Optional.of(Verdicts.WRONG)),
          "time_limit_exceeded",
          new Usual(
              Optional.of(Verdicts.union(Verdicts.ACCEPTED, Verdicts.SLOW)),
              Optional.of(Verdicts.SLOW)),
          "run_time_error",
          new Usual(
              Optional.of(Verdicts.union(Verdicts.ACCEPTED, Verdicts.CRASHED)),
              Optional.of(Verdicts.CRASHED)),
          "brute_force",
          new Usual(
              Optional.of(Verdicts.union(Verdicts.ACCEPTED, Verdicts.CRASHED, Verdicts.SLOW)),
              Optional.of(Verdicts.union(Verdicts.CRASHED, Verdicts.SLOW))));

  private static final Usual ANYTHING = new Usual(Optional.empty(), Optional.empty());

  private static final Set<String> OF_SUBMISSION =
      Set.of("language", "entrypoint", "authors", "model_solution");

  private static final Set<String> OF_RULE =
      Set.of("permitted", "required", "score", "message", "use_for_time_limit");

  private static final int MOST = 500;
  private static final int ACCURATE = 18;

  private final ImportContext context;
  private final LanguageGuess languages;
  private final Tags tags;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A pattern with what it says.
   *
   * @param folder whether it is the name of a folder with usual promises, which it then changes
   */
  private record Entry(PathGlob glob, Keys keys, boolean folder) {}

  /**
   * A rule with what it says of the time limit.
   *
   * @param use empty = follows from the verdicts
   */
  private record Told(Rule rule, Optional<TimeLimitUse> use) {}

  /** What the tags in a solution's sources promise. */
  interface Tags {
    Promise of(Found solution) throws IOException;
  }

  /**
   * @param tags for solutions of which no rule says anything. Folders that the format does not know
   *     promise nothing by their names, {@code partially_accepted} of older formats included
   */
  SubmissionRules(ImportContext context, Tags tags) throws IOException {
    this.context = context;
    this.languages = new LanguageGuess(context.languages(), context.tree());
    this.tags = tags;
    Keys keys = context.yaml(FILE);
    if (keys.names().size() > MOST) {
      context.findings().error(FILE, "has more than %d patterns".formatted(MOST));
      return;
    }
    for (String glob : keys.names()) {
      if (!keys.has(glob)) {
        continue;
      }
      try {
        entries.add(new Entry(PathGlob.of(glob), keys.map(glob), FOLDERS.containsKey(glob)));
      } catch (IllegalArgumentException e) {
        keys.error(glob, String.valueOf(e.getMessage()));
      }
    }
  }

  Promised of(Found solution) throws IOException {
    var told = new ArrayList<Told>();
    Optional<String> language = Optional.empty();
    Optional<String> main = Optional.empty();
    Usual usual = FOLDERS.getOrDefault(solution.category(), ANYTHING);
    boolean folderTold = false;
    boolean anyEntry = false;
    for (Entry entry : entries) {
      if (!entry.glob().matches(solution.path())) {
        continue;
      }
      Keys keys = entry.keys();
      Optional<String> ownLanguage = keys.text("language").flatMap(name -> named(keys, name));
      language = ownLanguage.isPresent() ? ownLanguage : language;
      Optional<String> ownMain = keys.text("entrypoint");
      main = ownMain.isPresent() ? ownMain : main;
      keys.ignore("authors", "model_solution");
      if (entry.folder()) {
        folderTold = true;
        told.addFirst(rule(keys, Optional.empty(), usual));
      } else if (OF_RULE.stream().anyMatch(keys::has)) {
        told.add(rule(keys, Optional.empty(), ANYTHING));
      }
      anyEntry |= OF_RULE.stream().anyMatch(keys::has);
      anyEntry |= addGroups(keys, told);
    }
    if (!folderTold && FOLDERS.containsKey(solution.category())) {
      told.addFirst(
          new Told(
              new Rule(
                  Optional.empty(),
                  usual.permitted().orElse(Set.of()),
                  usual.required().orElse(Set.of()),
                  Optional.empty(),
                  Optional.empty()),
              Optional.empty()));
    } else if (!FOLDERS.containsKey(solution.category()) && !anyEntry) {
      return new Promised(tags.of(solution), language, main);
    }
    List<Rule> rules =
        told.stream()
            .map(Told::rule)
            .sorted((a, b) -> Boolean.compare(a.group().isPresent(), b.group().isPresent()))
            .toList();
    return new Promised(new Promise.EachTest(rules, timeLimit(told)), language, main);
  }

  private Optional<String> named(Keys keys, String name) {
    Optional<String> id = languages.named(name);
    if (id.isEmpty()) {
      keys.warn("language", "is not in the catalogue: " + name);
    }
    return id;
  }

  /** Keys that hold mappings are patterns of groups and tests. */
  private boolean addGroups(Keys keys, List<Told> told) {
    boolean any = false;
    for (String key : keys.names()) {
      if (OF_SUBMISSION.contains(key) || OF_RULE.contains(key)) {
        continue;
      }
      if (keys.isMap(key)) {
        Keys group = keys.map(key);
        told.add(rule(group, Optional.of(key), ANYTHING));
        group.warnUnknown();
        any = true;
      } else {
        keys.warn(key, "is unknown and ignored");
      }
    }
    return any;
  }

  private Told rule(Keys keys, Optional<String> group, Usual usual) {
    group.ifPresent(glob -> {
      try {
        PathGlob.of(glob);
      } catch (IllegalArgumentException e) {
        context.findings().error(FILE, glob + ": " + e.getMessage());
      }
    });
    var rule =
        new Rule(
            group,
            verdicts(keys, "permitted").or(usual::permitted).orElse(Set.of()),
            verdicts(keys, "required").or(usual::required).orElse(Set.of()),
            score(keys),
            keys.text("message").filter(text -> !text.isEmpty()));
    return new Told(rule, use(keys));
  }

  private Optional<Set<Verdict>> verdicts(Keys keys, String key) {
    return keys.texts(key)
        .map(codes -> {
          var verdicts = EnumSet.noneOf(Verdict.class);
          for (String code : codes) {
            Optional<Set<Verdict>> known = Verdicts.ofCode(code);
            if (known.isEmpty()) {
              keys.error(key, "has the unknown verdict " + code);
            }
            known.ifPresent(verdicts::addAll);
          }
          return Set.copyOf(verdicts);
        });
  }

  private static Optional<Promise.ScoreRange> score(Keys keys) {
    Optional<List<String>> texts = keys.texts("score");
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    List<BigDecimal> numbers =
        texts.get().stream().flatMap(text -> Decimals.parse(text, ACCURATE).stream()).toList();
    if (numbers.size() != texts.get().size() || numbers.isEmpty() || numbers.size() > 2) {
      keys.error("score", "must be a number or a list of two");
      return Optional.empty();
    }
    return Optional.of(new Promise.ScoreRange(numbers.getFirst(), numbers.getLast()));
  }

  private static Optional<TimeLimitUse> use(Keys keys) {
    return keys.text("use_for_time_limit")
        .flatMap(text ->
            switch (text) {
              case "false" -> Optional.of(TimeLimitUse.NONE);
              case "lower" -> Optional.of(TimeLimitUse.LOWER);
              case "upper" -> Optional.of(TimeLimitUse.UPPER);
              case "true" -> Optional.empty();
              default -> {
                keys.error("use_for_time_limit", "must be false, lower or upper");
                yield Optional.empty();
              }
            });
  }

  /**
   * Slow on some tests and not on others makes a solution one that is slow: it can't bound the
   * limit from below as a whole.
   */
  private static TimeLimitUse timeLimit(List<Told> told) {
    var uses = EnumSet.noneOf(TimeLimitUse.class);
    for (Told one : told) {
      uses.add(one.use().orElseGet(() -> byVerdicts(one.rule())));
    }
    if (uses.contains(TimeLimitUse.UPPER)) {
      return TimeLimitUse.UPPER;
    }
    return uses.contains(TimeLimitUse.LOWER) ? TimeLimitUse.LOWER : TimeLimitUse.NONE;
  }

  private static TimeLimitUse byVerdicts(Rule rule) {
    if (rule.required().equals(Verdicts.SLOW)) {
      return TimeLimitUse.UPPER;
    }
    boolean mayBeSlow = rule.permitted().isEmpty() || rule.permitted().contains(Verdict.TIME_LIMIT);
    return mayBeSlow ? TimeLimitUse.NONE : TimeLimitUse.LOWER;
  }
}
