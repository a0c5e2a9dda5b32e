package dev.glovebox.ci.execute;

import dev.glovebox.ci.format.VariableExpansion;
import dev.glovebox.ci.format.VariableExpansion.Unknown;
import dev.glovebox.ci.plan.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Variables of a job when it starts: the last of a name wins, {@code $NAME} in values is expanded,
 * and what is not known is empty.
 */
final class Variables {

  /**
   * Where the files are in each container: outside of the workspace, so that no glob finds them.
   */
  static final String FOLDER = "/tmp/.glovebox-variables";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Characters of all values together; more would not fit into a program's environment. */
  private static final long MOST = 2L << 20;

  /** Values that are too large together, once they are expanded. */
  static final class TooLarge extends RuntimeException {
    TooLarge() {
      super(
          "The values of a job's variables have more than %d characters together.".formatted(MOST));
    }
  }

  private final List<Variable> variables;
  private final VariableExpansion expansion;

  /** What is no name for a shell is left out. */
  Variables(List<Variable> variables) {
    this.variables =
        variables.stream().filter(variable -> NAME.matcher(variable.key()).matches()).toList();
    this.expansion =
        VariableExpansion.of(
            this.variables.stream().map(Variables::withPath).toList(), Unknown.EMPTY);
  }

  /** Who refers to a variable that is a file gets its path. */
  private static Variable withPath(Variable variable) {
    return variable.file()
        ? new Variable(
            variable.key(), path(variable.key()), variable.masked(), true, variable.file())
        : variable;
  }

  /**
   * All of them, expanded.
   *
   * @throws TooLarge when they are too large together
   */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    expansion.expandAll().forEach(variable -> values.put(variable.key(), variable.value()));
    return bounded(values);
  }

  /**
   * Contents of those that are files, by the paths that {@link #values} gives for them.
   *
   * @throws TooLarge when they are too large together
   */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (Variable variable : variables) {
      files.remove(path(variable.key()));
      if (variable.file()) {
        files.put(
            path(variable.key()),
            variable.raw() ? variable.value() : expansion.expand(variable.value()));
      }
    }
    return bounded(files);
  }

  private static Map<String, String> bounded(Map<String, String> values) {
    if (values.values().stream().mapToLong(String::length).sum() > MOST) {
      throw new TooLarge();
    }
    return values;
  }

  /** A text with the variables in it expanded; unknown ones are empty. */
  String expand(String text) {
    return expansion.expand(text);
  }

  private static String path(String key) {
    return FOLDER + "/" + key;
  }
}
