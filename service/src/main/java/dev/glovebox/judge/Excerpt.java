package dev.glovebox.judge;

import java.nio.charset.StandardCharsets;

/**
 * Short pieces of hostile bytes, made safe to put into a sentence: cut, decoded as UTF-8, and
 * without characters that steer a terminal or turn the direction of writing.
 */
final class Excerpt {

  private static final int ALONE = 30;
  private static final int IN_PAIR = 15;

  /** Replacing fewer bytes than this by three dots would save nothing. */
  private static final int SLACK = 5;

  private Excerpt() {}

  /** The beginning of a token. */
  static String of(byte[] bytes, int from, int to) {
    return cut(bytes, from, to, ALONE);
  }

  /**
   * The judge's and the user's token, each as the beginning of what they have in common and then
   * the beginning of where they differ.
   */
  static String pair(
      byte[] judge, int judgeFrom, int judgeTo, byte[] user, int userFrom, int userTo) {
    int same = 0;
    int most = Math.min(judgeTo - judgeFrom, userTo - userFrom);
    while (same < most && judge[judgeFrom + same] == user[userFrom + same]) {
      same++;
    }
    // Never between the bytes of one character.
    while (same > 0 && same < most && isContinuation(judge[judgeFrom + same])) {
      same--;
    }
    String common = cut(judge, judgeFrom, judgeFrom + same, IN_PAIR);
    return "judge \"%s%s\", user \"%s%s\""
        .formatted(
            common,
            cut(judge, judgeFrom + same, judgeTo, IN_PAIR),
            common,
            cut(user, userFrom + same, userTo, IN_PAIR));
  }

  private static String cut(byte[] bytes, int from, int to, int limit) {
    if (to - from <= limit + SLACK) {
      return safe(bytes, from, to);
    }
    int end = from + limit;
    while (end < to && end < from + limit + 4 && isContinuation(bytes[end])) {
      end++;
    }
    return safe(bytes, from, end) + "...";
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static String safe(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isHarmless(c)) {
            safe.appendCodePoint(c);
          } else {
            safe.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return safe.toString();
  }

  static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
