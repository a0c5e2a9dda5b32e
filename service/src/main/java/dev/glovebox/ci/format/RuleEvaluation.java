package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.Expression;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Glob;
import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells which rules hold in the context of a run. */
final class RuleEvaluation {

  /** Beyond so many comparisons changes are taken to match, as on GitLab. */
  private static final long MOST_CHANGES = 50_000;

  /** Likewise for files that exist. */
  private static final long MOST_EXISTS = 10_000;

  private final RunContext context;
  private final Set<String> paths;

  RuleEvaluation(RunContext context, SourceTree source) {
    this.context = context;
    this.paths = new HashSet<>(source.paths());
  }

  /** Variables in order of precedence, with those of the file between what is given around it. */
  List<Variable> variables(List<Variable> ofFile) {
    List<Variable> variables = new ArrayList<>(PredefinedVariables.ofRun(context));
    variables.addAll(ofFile);
    variables.addAll(context.projectVariables());
    variables.addAll(context.runVariables());
    return variables;
  }

  /** The first rule all of whose conditions hold. */
  Optional<Rule> first(List<Rule> rules, List<Variable> variables) {
    return rules.stream().filter(rule -> holds(rule, variables)).findFirst();
  }

  private boolean holds(Rule rule, List<Variable> variables) {
    return rule.condition().map(c -> holds(c, variables, rule.place())).orElse(true)
        && rule.changes().map(globs -> changed(globs, variables, rule.place())).orElse(true)
        && rule.exists().map(globs -> exist(globs, variables, rule.place())).orElse(true);
  }

  /** Whether a condition holds; values are not expanded in it. */
  boolean holds(Expression condition, List<Variable> variables, Place place) {
    Map<String, String> values = new HashMap<>();
    variables.forEach(variable -> values.put(variable.key(), variable.value()));
    try {
      return condition.holds(values);
    } catch (ExpressionSyntaxException e) {
      place.refuse("bad_expression", "the condition is not valid: %s".formatted(e.getMessage()));
      return false;
    }
  }

  /** Whether a changed file matches; it does where changes are not known. */
  boolean changed(List<String> globs, List<Variable> variables, Place place) {
    if (context.changedFiles().isEmpty()) {
      return true;
    }
    Set<String> changed = context.changedFiles().get();
    if ((long) changed.size() * globs.size() > MOST_CHANGES) {
      return true;
    }
    return matches(expanded(globs, variables), changed, place);
  }

  private boolean exist(List<String> globs, List<Variable> variables, Place place) {
    List<String> others = new ArrayList<>();
    for (String glob : expanded(globs, variables)) {
      String relative = glob.replaceFirst("^(\\./|/)+", "");
      if (paths.contains(relative)) {
        return true;
      }
      String suffix = relative.startsWith("**/*.") ? relative.substring(4) : "";
      if (!suffix.isEmpty() && suffix.matches("[.\\w-]+")) {
        if (paths.stream().anyMatch(path -> path.endsWith(suffix))) {
          return true;
        }
      } else {
        others.add(relative);
      }
    }
    if ((long) paths.size() * others.size() > MOST_EXISTS) {
      return true;
    }
    List<String> ofFiles = others.stream().filter(glob -> !glob.endsWith("/")).toList();
    List<String> ofDirectories = others.stream().filter(glob -> glob.endsWith("/")).toList();
    return matches(ofFiles, paths, place)
        || (!ofDirectories.isEmpty() && matches(ofDirectories, directories(), place));
  }

  private Set<String> directories() {
    Set<String> directories = new HashSet<>();
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        directories.add(path.substring(0, slash + 1));
      }
    }
    return directories;
  }

  private static boolean matches(List<String> globs, Set<String> paths, Place place) {
    for (String glob : globs) {
      try {
        Glob compiled = Glob.of(glob);
        if (paths.stream().anyMatch(compiled::matches)) {
          return true;
        }
      } catch (ExpressionSyntaxException e) {
        place.refuse("bad_pattern", e.getMessage());
      }
    }
    return false;
  }

  private static List<String> expanded(List<String> globs, List<Variable> variables) {
    var expansion = VariableExpansion.of(variables, VariableExpansion.Unknown.KEPT);
    return globs.stream().map(expansion::expand).toList();
  }
}
