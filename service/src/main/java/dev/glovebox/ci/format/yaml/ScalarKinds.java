package dev.glovebox.ci.format.yaml;

import com.google.re2j.Pattern;
import dev.glovebox.ci.format.yaml.Node.Scalar.Kind;
import java.util.Set;

/**
 * What a plain scalar is in YAML 1.1, as Ruby's Psych takes it: {@code yes} and {@code on} are
 * truth, {@code 010} and {@code 1:30} are numbers, {@code y} and {@code n} are texts.
 */
final class ScalarKinds {

  private static final Set<String> TRUE =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

  private static final Pattern WHOLE =
      Pattern.compile(
          "[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?0x[0-9a-fA-F_]+"
              + "|[-+]?(?:0|[1-9][0-9_]*)|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
  private static final Pattern FRACTION =
      Pattern.compile(
          "[-+]?(?:[0-9][0-9_]*)?\\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?:\\.[0-9_]*)?[eE][-+]?[0-9]+|[-+]?[0-9][0-9_]*\\."
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

  private ScalarKinds() {}

  static Kind ofPlain(String text) {
    if (NULL.contains(text)) {
      return Kind.NULL;
    }
    if (TRUE.contains(text)) {
      return Kind.TRUE;
    }
    if (FALSE.contains(text)) {
      return Kind.FALSE;
    }
    // No number is this long, and a text may be as long as the file.
    if (text.length() > 64) {
      return Kind.TEXT;
    }
    if (WHOLE.matches(text)) {
      return Kind.WHOLE;
    }
    return FRACTION.matches(text) ? Kind.FRACTION : Kind.TEXT;
  }
}
