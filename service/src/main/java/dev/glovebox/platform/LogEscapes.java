package dev.glovebox.platform;

/** Makes text of unknown origin safe for one line of a log and for a terminal. */
public final class LogEscapes {

  private LogEscapes() {}

  /**
   * The text with control characters, line separators and characters that change the direction of
   * text written as escapes.
   */
  public static String escape(String text) {
    int i = 0;
    while (i < text.length() && harmless(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (harmless(c)) {
        escaped.append(c);
      } else {
        switch (c) {
          case '\n' -> escaped.append("\\n");
          case '\r' -> escaped.append("\\r");
          case '\t' -> escaped.append("\\t");
          default -> escaped.append("\\u%04x".formatted((int) c));
        }
      }
    }
    return escaped.toString();
  }

  private static boolean harmless(char c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
