package dev.glovebox.ci.execute;

import dev.glovebox.ci.plan.Variable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Variables of a job when it starts: the last of a name wins, {@code $NAME} in values is expanded.
 */
final class Variables {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\$|([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)\\})");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Where the files are in each container: outside of the workspace, so that no glob finds them.
   */
  static final String FOLDER = "/tmp/.glovebox-variables";

  private final Map<String, Variable> byName = new LinkedHashMap<>();

  /** What is no name for a shell is left out. */
  Variables(List<Variable> variables) {
    variables.stream()
        .filter(variable -> NAME.matcher(variable.key()).matches())
        .forEach(variable -> byName.put(variable.key(), variable));
  }

  /** All of them, expanded. */
  Map<String, String> values() {
    return byName.keySet().stream()
        .collect(
            Collectors.toMap(
                key -> key,
                key -> value(key, new HashSet<>()),
                (_, last) -> last,
                LinkedHashMap::new));
  }

  /** Contents of those that are files, by the paths that {@link #values} gives for them. */
  Map<String, String> files() {
    return byName.values().stream()
        .filter(Variable::file)
        .collect(
            Collectors.toMap(
                variable -> path(variable.key()),
                variable -> content(variable, Set.of()),
                (_, last) -> last,
                LinkedHashMap::new));
  }

  /** A text with the variables in it expanded; unknown ones are empty. */
  String expand(String text) {
    return expand(text, Set.of());
  }

  private String value(String key, Set<String> within) {
    Variable variable = byName.get(key);
    if (variable == null || within.contains(key)) {
      return "";
    }
    return variable.file() ? path(key) : content(variable, within);
  }

  private String content(Variable variable, Set<String> within) {
    Set<String> inner = new HashSet<>(within);
    inner.add(variable.key());
    return variable.raw() ? variable.value() : expand(variable.value(), inner);
  }

  private static String path(String key) {
    return FOLDER + "/" + key;
  }

  private String expand(String text, Set<String> within) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(referred(match.group(1), match.group(2), within)));
  }

  private String referred(
      @org.jspecify.annotations.Nullable String plain,
      @org.jspecify.annotations.Nullable String braced,
      Set<String> within) {
    if (plain == null && braced == null) {
      return "$";
    }
    return value(plain == null ? String.valueOf(braced) : plain, within);
  }
}
