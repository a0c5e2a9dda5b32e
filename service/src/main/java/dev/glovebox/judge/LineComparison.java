package dev.glovebox.judge;

import java.util.Arrays;

/** Line by line; blanks at the ends of lines and empty lines at the end do not count. */
final class LineComparison {

  private static final class Lines {
    final byte[] bytes;
    final int length;
    int from;
    int to;
    private int at;

    /** What is left out at the very end: every kind of white space, so all empty lines too. */
    Lines(byte[] bytes, int length) {
      this.bytes = bytes;
      int end = length;
      while (end > 0 && Tokens.isSpace(bytes[end - 1])) {
        end--;
      }
      this.length = end;
    }

    boolean next() {
      if (at >= length) {
        from = length;
        to = length;
        return false;
      }
      from = at;
      while (at < length && bytes[at] != '\n') {
        at++;
      }
      to = at;
      while (to > from && Tokens.isSpace(bytes[to - 1])) {
        to--;
      }
      at++;
      return true;
    }
  }

  private LineComparison() {}

  static ComparisonResult compare(byte[] expected, byte[] actual, int length) {
    Lines judge = new Lines(expected, expected.length);
    Lines user = new Lines(actual, length);
    for (int line = 1; ; line++) {
      boolean more = judge.next();
      boolean userMore = user.next();
      if (!more && !userMore) {
        return ComparisonResult.ACCEPTED;
      }
      if (more != userMore
          || !Arrays.equals(judge.bytes, judge.from, judge.to, user.bytes, user.from, user.to)) {
        return ComparisonResult.wrong(line, line, what(judge, more, user, userMore));
      }
    }
  }

  private static String what(Lines judge, boolean more, Lines user, boolean userMore) {
    if (!more) {
      return "trailing output, user \"" + Excerpt.of(user.bytes, user.from, user.to) + "\"";
    }
    if (!userMore) {
      return "user output ends, judge \"" + Excerpt.of(judge.bytes, judge.from, judge.to) + "\"";
    }
    return Excerpt.pair(judge.bytes, judge.from, judge.to, user.bytes, user.from, user.to);
  }
}
