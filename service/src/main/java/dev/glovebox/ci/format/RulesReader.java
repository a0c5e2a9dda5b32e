package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.Expression;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Glob;
import dev.glovebox.ci.plan.JobPlan.AllowFailure;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.RunPlan.AutoCancel;
import dev.glovebox.ci.plan.RunPlan.AutoCancel.OnNewCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code rules}, {@code only} and {@code except}. */
final class RulesReader {

  private static final Duration LONGEST_DELAY = Duration.ofDays(7);
  private static final int MOST_PATTERNS = 50;
  private static final int DEEPEST = 10;
  private static final int MOST_RULES = 500;

  private static final Set<String> OF_JOB =
      Set.of(
          "if",
          "changes",
          "exists",
          "when",
          "start_in",
          "allow_failure",
          "variables",
          "needs",
          "interruptible");
  private static final Set<String> OF_WORKFLOW =
      Set.of("if", "changes", "exists", "when", "variables", "auto_cancel");
  private static final Set<String> OF_INCLUDE = Set.of("if", "changes", "exists", "when");

  private RulesReader() {}

  static List<Rule> ofJob(Place place) {
    return rules(
        place, OF_JOB, List.of("on_success", "on_failure", "always", "manual", "delayed", "never"));
  }

  static List<Rule> ofWorkflow(Place place) {
    return rules(place, OF_WORKFLOW, List.of("always", "never"));
  }

  static List<Rule> ofInclude(Place place) {
    return rules(place, OF_INCLUDE, List.of("always", "never"));
  }

  private static List<Rule> rules(Place place, Set<String> keys, List<String> whens) {
    List<Place> items = new ArrayList<>();
    flatten(place, 1, items);
    if (place.isItems() && items.isEmpty()) {
      place.refuse("empty_rules", "rules has no rule: remove it, or write one");
    }
    if (items.size() > MOST_RULES) {
      place.refuse("too_many_rules", "there may be at most 500 rules");
      return List.of();
    }
    return items.stream().map(item -> rule(item, keys, whens)).toList();
  }

  private static void flatten(Place list, int depth, List<Place> items) {
    if (depth > DEEPEST) {
      list.refuse("rules_too_deep", "lists in rules are nested more than 10 deep");
      return;
    }
    for (Place item : list.items()) {
      if (item.isItems()) {
        flatten(item, depth + 1, items);
      } else {
        items.add(item);
      }
    }
  }

  private static Rule rule(Place place, Set<String> keys, List<String> whens) {
    place.onlyKeys(keys);
    if (!place.isFields()) {
      place.refuse("wrong_type", "a rule is a map with if, changes, exists or when");
    }
    Optional<String> when = place.field("when").flatMap(value -> value.oneOf(whens));
    Optional<Duration> startIn = place.field("start_in").flatMap(RulesReader::delay);
    if (when.filter("delayed"::equals).isPresent() && startIn.isEmpty()) {
      place.refuse("missing_key", "when: delayed needs start_in");
    }
    return new Rule(
        place,
        place.field("if").flatMap(RulesReader::condition),
        place.field("changes").map(changes -> globs(changes, "compare_to")),
        place.field("exists").map(exists -> globs(exists, "project")),
        when.filter("never"::equals).isPresent(),
        when.filter(word -> !word.equals("never")).map(RulesReader::when),
        startIn,
        place.field("allow_failure").map(RulesReader::allowFailure),
        place.field("variables").map(VariablesReader::ofJob).orElse(List.of()),
        place.field("needs").map(NeedsReader::needs),
        place.field("interruptible").flatMap(Place::truth),
        place.field("auto_cancel").map(RulesReader::autoCancel));
  }

  static When when(String word) {
    return When.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Optional<Duration> delay(Place place) {
    Optional<Duration> delay = place.text().flatMap(DurationText::parse);
    if (delay.filter(time -> time.compareTo(LONGEST_DELAY) <= 0).isEmpty()) {
      place.refuse("bad_duration", "start_in is a duration of at most a week, like \"30 minutes\"");
      return Optional.empty();
    }
    return delay;
  }

  static AllowFailure allowFailure(Place place) {
    if (!place.isFields()) {
      return new AllowFailure(place.truth().orElse(false), Set.of());
    }
    place.onlyKeys(Set.of("exit_codes"));
    if (place.field("exit_codes").isEmpty()) {
      place.refuse("missing_key", "allow_failure is true, false or a map with exit_codes");
    }
    return new AllowFailure(false, exitCodes(place));
  }

  static Set<Integer> exitCodes(Place place) {
    Set<Integer> codes = new HashSet<>();
    place
        .field("exit_codes")
        .ifPresent(
            list -> list.oneOrMore().forEach(code -> code.whole(0, 255).ifPresent(codes::add)));
    return codes;
  }

  static AutoCancel autoCancel(Place place) {
    place.onlyKeys(Set.of("on_new_commit", "on_job_failure"));
    OnNewCommit onNewCommit =
        place
            .field("on_new_commit")
            .flatMap(value -> value.oneOf(List.of("conservative", "interruptible", "none")))
            .map(word -> OnNewCommit.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(OnNewCommit.CONSERVATIVE);
    boolean onJobFailure =
        place
            .field("on_job_failure")
            .flatMap(value -> value.oneOf(List.of("none", "all")))
            .filter("all"::equals)
            .isPresent();
    return new AutoCancel(onNewCommit, onJobFailure);
  }

  private static Optional<Expression> condition(Place place) {
    if (!place.isText()) {
      place.refuse("bad_expression", "a condition is a text like '$CI_COMMIT_BRANCH == \"main\"'");
      return Optional.empty();
    }
    try {
      return Optional.of(Expression.parse(place.text().orElseThrow()));
    } catch (ExpressionSyntaxException e) {
      place.refuse("bad_expression", "the condition is not valid: %s".formatted(e.getMessage()));
      return Optional.empty();
    }
  }

  private static List<String> globs(Place place, String refusedKey) {
    List<String> globs;
    if (place.isFields()) {
      place.onlyKeys(Set.of("paths", "compare_to", "project", "ref"));
      place
          .field(refusedKey)
          .ifPresent(other ->
              other.refuse(
                  "unsupported_key",
                  "%s is not supported: files are looked for in what was submitted"
                      .formatted(refusedKey)));
      globs = place.field("paths").map(Place::texts).orElse(List.of());
    } else {
      globs = place.oneOrMoreTexts();
    }
    if (globs.size() > MOST_PATTERNS) {
      place.refuse("too_many_patterns", "there may be at most 50 patterns");
      return List.of();
    }
    for (String glob : globs) {
      try {
        Glob.of(glob);
      } catch (ExpressionSyntaxException e) {
        place.refuse("bad_pattern", e.getMessage());
      }
    }
    return globs;
  }

  /** {@code only} or {@code except}. */
  static OnlyExcept onlyExcept(Place place) {
    if (!place.isFields()) {
      return new OnlyExcept(place, Optional.of(refs(place)), Optional.empty(), Optional.empty());
    }
    place.onlyKeys(Set.of("refs", "variables", "changes", "kubernetes"));
    place
        .field("kubernetes")
        .ifPresent(
            value -> value.warn("ignored_key", "there is no Kubernetes here: this has no effect"));
    return new OnlyExcept(
        place,
        place.field("refs").map(RulesReader::refs),
        place
            .field("variables")
            .map(list ->
                list.oneOrMore().stream().flatMap(item -> condition(item).stream()).toList()),
        place.field("changes").map(changes -> globs(changes, "compare_to")));
  }

  private static List<Place> refs(Place place) {
    List<Place> refs = place.oneOrMore();
    return refs.stream().filter(ref -> ref.text().isPresent()).toList();
  }
}
