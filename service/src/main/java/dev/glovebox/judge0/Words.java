package dev.glovebox.judge0;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits compiler options and program arguments into words. Blanks separate; quotes and backslashes
 * keep blanks together, as clients know it from shells. Nothing is ever given to a shell: what only
 * a shell would understand is taken away, or is a character like any other.
 */
final class Words {

  private static final String TAKEN_AWAY = "$&;<>|`\0";

  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (TAKEN_AWAY.indexOf(c) >= 0) {
        continue;
      }
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        if (TAKEN_AWAY.indexOf(next) < 0) {
          word.append(next);
        }
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
