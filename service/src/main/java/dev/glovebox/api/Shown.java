package dev.glovebox.api;

import dev.glovebox.platform.LogEscapes;

/** Text of a request as it is repeated in an error message. */
final class Shown {

  private Shown() {}

  /** One line, cut to at most so many characters. */
  static String text(String text, int most) {
    String cut = text.length() > most ? text.substring(0, most) + "…" : text;
    var shown = new StringBuilder(LogEscapes.escape(cut));
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < shown.length()
                && Character.isLowSurrogate(shown.charAt(i + 1));
        if (pair) {
          i++;
        } else {
          shown.setCharAt(i, '\ufffd');
        }
      }
    }
    return shown.toString();
  }

  static String quoted(String text) {
    return '"' + text(text, 60) + '"';
  }
}
