package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Glob;
import java.util.List;
import java.util.Optional;

/**
 * Images that jobs may use.
 *
 * @param usual of jobs that name none; allowed whatever the patterns say
 * @param patterns with {@code *} for a part of the name and {@code **} for any parts, also at the
 *     end; empty: all
 */
public record AllowedImages(Optional<String> usual, List<String> patterns) {

  public AllowedImages {
    patterns = List.copyOf(patterns);
  }

  /**
   * Whether an image may be used. A name with a variable that is not known yet is one like others:
   * it is allowed only if a pattern takes it as it is.
   *
   * @throws IllegalStateException if a pattern is not valid
   */
  public boolean allow(String name) {
    if (patterns.isEmpty() || usual.filter(name::equals).isPresent()) {
      return true;
    }
    for (String allowed : patterns) {
      try {
        if (Glob.of(toTheEnd(allowed)).matches(name)) {
          return true;
        }
      } catch (ExpressionSyntaxException e) {
        throw new IllegalStateException("the pattern of allowed images is not valid", e);
      }
    }
    return false;
  }

  /** For paths of files two stars mean no more than one at the end, for images they do. */
  private static String toTheEnd(String pattern) {
    return pattern.equals("**") || pattern.endsWith("/**") ? pattern + "/*" : pattern;
  }
}
