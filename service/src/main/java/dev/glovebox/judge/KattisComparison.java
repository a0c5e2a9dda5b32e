package dev.glovebox.judge;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The default output validator of the ICPC problem package format, decision for decision. Numbers
 * are compared in double precision.
 */
final class KattisComparison {

  private static final double NOT_GIVEN = -1;
  private static final int LARGEST_SCALE = 400;

  private final boolean caseSensitive;
  private final boolean spaceSensitive;
  private final double absolute;
  private final double relative;
  private final Tokens judge;
  private final Tokens user;

  private KattisComparison(Comparison.Kattis rules, Tokens judge, Tokens user) {
    this.caseSensitive = rules.caseSensitive();
    this.spaceSensitive = rules.spaceChangeSensitive();
    this.absolute = tolerance(rules.floatAbsolute());
    this.relative = tolerance(rules.floatRelative());
    this.judge = judge;
    this.user = user;
  }

  static ComparisonResult compare(Comparison.Kattis rules, Tokens judge, Tokens user) {
    return new KattisComparison(rules, judge, user).compare();
  }

  /** Bounded before it is converted: 1e999999999 would take for ever. */
  private static double tolerance(Optional<BigDecimal> given) {
    if (given.isEmpty()) {
      return NOT_GIVEN;
    }
    BigDecimal value = given.get();
    long magnitude = (long) value.precision() - value.scale();
    if (magnitude < -LARGEST_SCALE) {
      return 0;
    }
    return magnitude > LARGEST_SCALE ? Double.MAX_VALUE : value.doubleValue();
  }

  private ComparisonResult compare() {
    for (boolean first = true; ; first = false) {
      if (spaceSensitive) {
        Optional<ComparisonResult> difference = compareSpace();
        if (difference.isPresent()) {
          return difference.get();
        }
      } else {
        judge.skipSpace();
        user.skipSpace();
      }
      if (!judge.token()) {
        break;
      }
      if (!user.token()) {
        return wrong(ended(first));
      }
      String difference = compareToken();
      if (!difference.isEmpty()) {
        return wrong(difference);
      }
    }
    return user.token()
        ? wrong("trailing output, user \"" + user.excerpt() + "\"")
        : ComparisonResult.ACCEPTED;
  }

  /** Byte by byte; a difference of white space alone is a matter of format. */
  private Optional<ComparisonResult> compareSpace() {
    while (Tokens.isSpace(judge.peek())) {
      int line = user.line;
      int judgeLine = judge.line;
      int expected = judge.take();
      int got = user.take();
      if (got != expected) {
        return Optional.of(
            ComparisonResult.wrong(
                line,
                judgeLine,
                "white space differs, judge %s, user %s".formatted(name(expected), name(got))));
      }
    }
    if (Tokens.isSpace(user.peek())) {
      return Optional.of(wrong("white space differs, judge has none, user " + name(user.peek())));
    }
    return Optional.empty();
  }

  private String ended(boolean first) {
    String said = "";
    if (first) {
      said = user.length == 0 ? "user output is empty, " : "user output is only white space, ";
    }
    return said + "user output ends, judge \"" + judge.excerpt() + "\"";
  }

  /** What differs, or an empty text. */
  private String compareToken() {
    if (absolute >= 0 || relative >= 0) {
      double expected = FloatToken.parse(judge.bytes, judge.from, judge.to);
      if (!Double.isNaN(expected)) {
        return compareNumber(expected);
      }
    }
    return caseSensitive ? TokenComparison.exact(judge, user) : ignoringCase();
  }

  private String compareNumber(double expected) {
    double got = FloatToken.parse(user.bytes, user.from, user.to);
    if (Double.isNaN(got)) {
      return "judge \"%s\", user \"%s\" is not a number".formatted(judge.excerpt(), user.excerpt());
    }
    double error = Math.abs(expected - got);
    if (error <= absolute || error <= relative * Math.abs(expected)) {
      return "";
    }
    return "judge \"%s\", user \"%s\", absolute error %s%s, relative error %s%s"
        .formatted(
            judge.excerpt(),
            user.excerpt(),
            scientific(error),
            allowed(absolute),
            expected == 0 ? "undefined" : scientific(error / Math.abs(expected)),
            allowed(relative));
  }

  private static String allowed(double tolerance) {
    return tolerance < 0 ? "" : " (allowed " + scientific(tolerance) + ")";
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.6e", value);
  }

  private String ignoringCase() {
    int size = judge.to - judge.from;
    boolean same = size == user.to - user.from;
    for (int i = 0; same && i < size; i++) {
      same = lower(judge.bytes[judge.from + i]) == lower(user.bytes[user.from + i]);
    }
    return same ? "" : TokenComparison.pair(judge, user);
  }

  /** ASCII only, as in the C locale. */
  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  private static String name(int space) {
    return switch (space) {
      case -1 -> "has none";
      case ' ' -> "space";
      case '\t' -> "tab";
      case '\n' -> "line feed";
      case '\r' -> "carriage return";
      case 0x0B -> "vertical tab";
      case '\f' -> "form feed";
      default -> "byte " + space;
    };
  }

  private ComparisonResult wrong(String what) {
    return ComparisonResult.wrong(user.line, judge.line, what);
  }
}
