package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces {@code $NAME} and {@code ${NAME}} by values, and {@code $$} by a dollar. Values are
 * expanded themselves, unless raw; a name inside its own value is left as it is. What is not known
 * is kept or becomes empty, as asked for.
 */
public final class VariableExpansion {

  /** Longer results are cut off here: values that double each other must not fill the memory. */
  private static final int LONGEST = 262_144;

  private static final int DEEPEST = 50;

  /** Longest reference with braces: what opens and never closes must not be looked for again. */
  private static final int LONGEST_REFERENCE = 4096;

  /** Most references followed in one expansion: values that name each other twice would double. */
  private static final int MOST_STEPS = 100_000;

  /** What becomes of names without a value. */
  public enum Unknown {
    /** They stay, for a later turn. */
    KEPT,
    /** They vanish. */
    EMPTY
  }

  private final Map<String, Variable> variables;
  private final Unknown unknown;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private int steps;
  private int leftOut;

  private VariableExpansion(Map<String, Variable> variables, Unknown unknown) {
    this.variables = variables;
    this.unknown = unknown;
  }

  /**
   * An expansion by these variables, the last of a name wins. Not for use by several threads.
   *
   * @param variables in order of precedence
   * @param unknown what becomes of names that are not among them
   */
  public static VariableExpansion of(List<Variable> variables, Unknown unknown) {
    Map<String, Variable> last = new LinkedHashMap<>();
    for (Variable variable : variables) {
      last.remove(variable.key());
      last.put(variable.key(), variable);
    }
    return new VariableExpansion(last, unknown);
  }

  /** The text with values in place of names; at most 262,144 characters. */
  public String expand(String text) {
    steps = 0;
    return expand(text, 0);
  }

  /** Every variable with its value expanded, each name once. */
  public List<Variable> expandAll() {
    steps = 0;
    return variables.values().stream()
        .map(variable ->
            new Variable(
                variable.key(), valueOf(variable, 0), variable.masked(), true, variable.file()))
        .toList();
  }

  private String valueOf(Variable variable, int depth) {
    if (variable.raw() || variable.value().indexOf('$') < 0) {
      return variable.value();
    }
    String done = known.get(variable.key());
    if (done != null) {
      return done;
    }
    int leftOutBefore = leftOut;
    open.add(variable.key());
    String value = expand(variable.value(), depth + 1);
    open.remove(variable.key());
    // What left out a name that was open may come out differently when it is not.
    if (open.isEmpty() || leftOut == leftOutBefore) {
      known.put(variable.key(), value);
    }
    return value;
  }

  private String expand(String text, int depth) {
    if (text.indexOf('$') < 0 || depth > DEEPEST) {
      return text;
    }
    var result = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length() && result.length() < LONGEST) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        result.append(c);
        at++;
      } else if (text.charAt(at + 1) == '$') {
        result.append('$');
        at += 2;
      } else {
        at = reference(text, at, depth, result);
      }
    }
    return result.length() > LONGEST ? result.substring(0, LONGEST) : result.toString();
  }

  /** Appends what a reference at a dollar stands for; where the text goes on. */
  private int reference(String text, int dollar, int depth, StringBuilder result) {
    boolean braces = text.charAt(dollar + 1) == '{';
    int start = dollar + (braces ? 2 : 1);
    int end = braces ? closing(text, start) : nameEnd(text, start);
    if (end < 0 || end == start) {
      result.append('$');
      return dollar + 1;
    }
    String inner = text.substring(start, end);
    String name = inner.indexOf('$') >= 0 ? expand(inner, depth + 1) : inner;
    int after = braces ? end + 1 : end;
    if (nameEnd(name, 0) != name.length()) {
      // ${NAME:-default} and the like are the shell's.
      result.append(text, dollar, after);
      return after;
    }
    Variable variable = variables.get(name);
    boolean followed =
        variable != null && !open.contains(name) && depth < DEEPEST && steps++ < MOST_STEPS;
    if (variable != null && followed) {
      result.append(valueOf(variable, depth));
    } else if (variable != null) {
      leftOut++;
      result.append(text, dollar, after);
    } else if (unknown == Unknown.KEPT) {
      result.append(text, dollar, after);
    }
    return after;
  }

  private static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isNamePart(text.charAt(end), end == start)) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char c, boolean first) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (!first && c >= '0' && c <= '9');
  }

  /** Where the brace that opened before a position closes, or -1. */
  private static int closing(String text, int start) {
    int depth = 1;
    int end = Math.min(text.length(), start + LONGEST_REFERENCE);
    for (int at = start; at < end; at++) {
      char c = text.charAt(at);
      if (c == '}' && --depth == 0) {
        return at;
      }
      if (c == '{' && text.charAt(at - 1) == '$') {
        depth++;
      }
    }
    return -1;
  }
}
