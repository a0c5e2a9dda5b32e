package dev.glovebox.dashboard;

import java.nio.charset.StandardCharsets;

/**
 * Hostile bytes as text that can be looked at: one line of it can't move, hide or recolour another,
 * and none is so long that a browser suffers. Markup stays what it is; the page's templates escape
 * it.
 */
final class Legible {

  /** Characters of a line that are shown. */
  private static final int LONGEST_LINE = 2_000;

  private static final char FIRST_PICTURE = '\u2400';
  private static final char PICTURE_OF_DELETE = '\u2421';

  private Legible() {}

  /**
   * The text of some bytes. Control characters but line feed and tab become their pictures, other
   * invisible characters and those that change the direction of text their numbers.
   *
   * @param most bytes that are looked at
   */
  static String of(byte[] bytes, int most) {
    int length = Math.min(bytes.length, most);
    return of(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  /** The same of text. */
  static String of(String text) {
    var shown = new StringBuilder(text.length() + 16);
    int column = 0;
    int cut = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n') {
        endLine(shown, cut);
        shown.append('\n');
        column = 0;
        cut = 0;
      } else if (column >= LONGEST_LINE) {
        cut++;
      } else {
        append(shown, c);
        column++;
      }
    }
    endLine(shown, cut);
    return shown.toString();
  }

  private static void endLine(StringBuilder shown, int cut) {
    if (cut > 0) {
      shown.append("… (").append(cut).append(" more characters in this line)");
    }
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '\t') {
      shown.append('\t');
    } else if (c < ' ') {
      shown.append((char) (FIRST_PICTURE + c));
    } else if (c == 0x7f) {
      shown.append(PICTURE_OF_DELETE);
    } else if (visible(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append("⟨U+%04X⟩".formatted(c));
    }
  }

  private static boolean visible(int c) {
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
