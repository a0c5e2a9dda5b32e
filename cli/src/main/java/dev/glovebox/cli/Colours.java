package dev.glovebox.cli;

import java.util.regex.Pattern;

/**
 * Lines of an unknown program as a terminal may show them: of the control sequences (ECMA-48) only
 * colours pass (SGR, 8.3.117); those that would move, erase, name, ask or answer are dropped. What
 * a line leaves coloured is ended with it and goes on with the next, so that lines of several
 * programs can alternate.
 */
final class Colours {

  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]{0,60}m");
  private static final Pattern PLAIN = Pattern.compile("\u001b\\[0*(;0*)*m");
  private static final String TO_PLAIN = "\u001b[0m";
  private static final int MOST_OPEN = 200;

  private String open = "";

  /**
   * @param line without its end; of what was written over itself only the last is shown
   */
  String line(String line) {
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    text = text.substring(text.lastIndexOf('\r') + 1);
    StringBuilder shown = new StringBuilder(open);
    int at = 0;
    while (at < text.length()) {
      int escape = text.indexOf(ESCAPE, at);
      int plain = escape < 0 ? text.length() : escape;
      shown.append(Terminal.harmless(text.substring(at, plain)));
      at = escape < 0 ? plain : end(text, escape);
      if (escape >= 0) {
        keep(shown, text.substring(escape, at));
      }
    }
    return open.isEmpty() ? shown.toString() : shown.append(TO_PLAIN).toString();
  }

  private void keep(StringBuilder shown, String sequence) {
    if (PLAIN.matcher(sequence).matches()) {
      shown.append(TO_PLAIN);
      open = "";
    } else if (COLOUR.matcher(sequence).matches()) {
      shown.append(sequence);
      open = open.length() + sequence.length() > MOST_OPEN ? sequence : open + sequence;
    }
  }

  /**
   * Where the sequence that starts with this escape ends: what is no sequence is only the escape.
   */
  private static int end(String text, int escape) {
    int at = escape + 1;
    if (at == text.length()) {
      return at;
    }
    return switch (text.charAt(at)) {
      case '[' -> {
        at = skip(text, skip(text, at + 1, '0', '?'), ' ', '/');
        yield skip(text, at, '@', '~') > at ? at + 1 : at;
      }
      case ']', 'P', 'X', '^', '_' -> endOfString(text, at + 1);
      default -> {
        at = skip(text, at, ' ', '/');
        yield skip(text, at, '0', '~') > at ? at + 1 : at;
      }
    };
  }

  private static int skip(String text, int from, char least, char most) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= least && text.charAt(at) <= most) {
      at++;
    }
    return at;
  }

  private static int endOfString(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == BELL) {
        return at + 1;
      }
      if (text.charAt(at) == ESCAPE) {
        return text.startsWith("\\", at + 1) ? at + 2 : at;
      }
    }
    return text.length();
  }
}
