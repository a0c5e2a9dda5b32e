package dev.glovebox.ci.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Patterns;
import java.util.OptionalDouble;

/**
 * Finds the coverage that a job printed: the last match, in the last line that has one, of an RE2
 * expression between slashes; the first number in it, or in its first group.
 */
public final class CoverageFinder {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern COLOURS = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]");

  private final Pattern pattern;

  private CoverageFinder(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * A finder by an expression like {@code /Lines: \d+\.\d+/}.
   *
   * @throws ExpressionSyntaxException if it is not between slashes, or RE2 does not know it
   */
  public static CoverageFinder of(String literal) throws ExpressionSyntaxException {
    return new CoverageFinder(
        Patterns.ofLiteral(literal)
            .orElseThrow(() -> ExpressionSyntaxException.withoutSlashes(literal)));
  }

  /** The coverage in a log, usually in percent; nothing if no line has it. */
  public OptionalDouble find(String log) {
    int end = log.length();
    while (end >= 0) {
      int start = log.lastIndexOf('\n', end - 1) + 1;
      OptionalDouble found = inLine(log.substring(start, end));
      if (found.isPresent() || start == 0) {
        return found;
      }
      end = start - 1;
    }
    return OptionalDouble.empty();
  }

  private OptionalDouble inLine(String line) {
    String plain = line.indexOf('\u001b') < 0 ? line : COLOURS.matcher(line).replaceAll("");
    Matcher matcher = pattern.matcher(plain);
    String last = null;
    while (matcher.find()) {
      String group = matcher.groupCount() > 0 ? matcher.group(1) : null;
      last = group == null ? matcher.group() : group;
    }
    if (last == null) {
      return OptionalDouble.empty();
    }
    Matcher number = NUMBER.matcher(last);
    return number.find()
        ? OptionalDouble.of(Double.parseDouble(number.group()))
        : OptionalDouble.empty();
  }
}
