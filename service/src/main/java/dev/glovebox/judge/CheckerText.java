package dev.glovebox.judge;

import java.nio.charset.StandardCharsets;

/**
 * What a program of the jury's wrote, made safe to show: decoded as UTF-8, cut, and without
 * characters that steer a terminal or turn the direction of writing. Lines stay lines.
 */
final class CheckerText {

  /** Characters that are kept; what problem setters write is seldom longer. */
  static final int MOST = 4_000;

  private CheckerText() {}

  static String of(byte[] bytes, int length) {
    // No character is longer than four bytes, so that a cut one is among those that are cut off.
    int decoded = Math.min(length, 4 * (MOST + 1));
    String text = new String(bytes, 0, decoded, StandardCharsets.UTF_8).strip();
    StringBuilder safe = new StringBuilder();
    text.codePoints().limit(MOST).forEach(c -> append(safe, c));
    if (text.codePointCount(0, text.length()) > MOST) {
      safe.append(" …");
    }
    return safe.toString();
  }

  static String of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '\n', '\t' -> safe.appendCodePoint(c);
      case '\r' -> {} // half of a line's end
      default -> {
        if (Excerpt.isHarmless(c)) {
          safe.appendCodePoint(c);
        } else {
          safe.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }

  /** Its first line, for a sentence. */
  static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
