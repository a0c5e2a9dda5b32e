package dev.glovebox.ci.format.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** RE2 expressions written as {@code /…/flags}, as in conditions, refs and coverage. */
public final class Patterns {

  private static final int LONGEST = 4096;
  private static final Pattern LITERAL = Pattern.compile("(?s)/(.+)/([ismU]*)");
  private static final Pattern REPEAT = Pattern.compile("\\{[0-9]+(?:,[0-9]*)?\\}");

  /** Repetitions multiply: beyond so many the compiled form of one pattern would be huge. */
  private static final long MOST_REPEATED = 1000;

  private Patterns() {}

  /**
   * The pattern of a text like {@code /…/i}; nothing if it does not look like one.
   *
   * @throws ExpressionSyntaxException if it looks like one and RE2 does not know it
   */
  public static Optional<Pattern> ofLiteral(String text) throws ExpressionSyntaxException {
    var literal = LITERAL.matcher(text);
    if (!literal.matches()) {
      return Optional.empty();
    }
    return Optional.of(compile(unescaped(literal.group(1)), literal.group(2)));
  }

  /** A pattern found anywhere in a text. */
  static Pattern unanchored(String text) throws ExpressionSyntaxException {
    return compile(text, "");
  }

  private static String unescaped(String body) {
    return body.replace("\\/", "/");
  }

  private static Pattern compile(String body, String flags) throws ExpressionSyntaxException {
    if (body.length() > LONGEST) {
      throw new ExpressionSyntaxException(
          "a pattern may have at most %d characters".formatted(LONGEST));
    }
    if (repeated(body) > MOST_REPEATED) {
      throw new ExpressionSyntaxException("the repetitions of the pattern multiply beyond 1000");
    }
    try {
      return Pattern.compile(flags.isEmpty() ? body : "(?" + distinct(flags) + ")" + body);
    } catch (PatternSyntaxException e) {
      throw new ExpressionSyntaxException(
          "RE2 does not know the pattern /%s/: %s".formatted(body, e.getDescription()));
    }
  }

  /** Upper bound of how often nested repetitions repeat: the product of all of them. */
  private static long repeated(String body) {
    long product = 1;
    var repeat = REPEAT.matcher(body);
    while (repeat.find() && product <= MOST_REPEATED) {
      String inner = repeat.group().substring(1, repeat.group().length() - 1);
      long most = 1;
      for (String bound : inner.split(",")) {
        // Longer numbers are refused by RE2 itself.
        most = Math.max(most, bound.isEmpty() || bound.length() > 4 ? 1 : Long.parseLong(bound));
      }
      product *= most;
    }
    return product;
  }

  private static String distinct(String flags) {
    var distinct = new StringBuilder();
    for (int i = 0; i < flags.length(); i++) {
      char flag = flags.charAt(i);
      if (distinct.indexOf(String.valueOf(flag)) < 0) {
        distinct.append(flag);
      }
    }
    return distinct.toString();
  }
}
