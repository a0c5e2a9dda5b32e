package dev.glovebox.judge;

import java.util.Arrays;

/** Token by token, case-sensitive. */
final class TokenComparison {

  private TokenComparison() {}

  static ComparisonResult compare(Tokens judge, Tokens user) {
    while (judge.next()) {
      if (!user.next()) {
        return wrong(judge, user, "user output ends, judge \"" + judge.excerpt() + "\"");
      }
      String difference = exact(judge, user);
      if (!difference.isEmpty()) {
        return wrong(judge, user, difference);
      }
    }
    return user.next()
        ? wrong(judge, user, "trailing output, user \"" + user.excerpt() + "\"")
        : ComparisonResult.ACCEPTED;
  }

  /** What differs between the present tokens, or an empty text. */
  static String exact(Tokens judge, Tokens user) {
    return Arrays.equals(judge.bytes, judge.from, judge.to, user.bytes, user.from, user.to)
        ? ""
        : pair(judge, user);
  }

  static String pair(Tokens judge, Tokens user) {
    return Excerpt.pair(judge.bytes, judge.from, judge.to, user.bytes, user.from, user.to);
  }

  private static ComparisonResult wrong(Tokens judge, Tokens user, String what) {
    return ComparisonResult.wrong(user.line, judge.line, what);
  }
}
