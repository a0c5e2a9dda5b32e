package dev.glovebox.language;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Java source as words and single punctuation characters; comments and literals are left out. Time
 * is linear in the length of the source, whatever it holds.
 */
final class JavaTokens {

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private JavaTokens(String text) {
    this.text = text;
  }

  static List<String> of(byte[] source) {
    JavaTokens scanner = new JavaTokens(new String(source, StandardCharsets.UTF_8));
    scanner.scan();
    return scanner.tokens;
  }

  private void scan() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("//", at)) {
        skipPast("\n");
      } else if (text.startsWith("/*", at)) {
        at += 2;
        skipPast("*/");
      } else if (text.startsWith("\"\"\"", at)) {
        at += 3;
        skipLiteral("\"\"\"", false);
      } else if (c == '"' || c == '\'') {
        at++;
        skipLiteral(String.valueOf(c), true);
      } else if (Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c)) {
        word();
      } else {
        if (!Character.isWhitespace(c) && !Character.isIdentifierIgnorable(c) && c != '\uFEFF') {
          tokens.add(String.valueOf(c));
        }
        at++;
      }
    }
  }

  private void word() {
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    tokens.add(text.substring(from, at));
  }

  private void skipPast(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found + end.length();
  }

  /** An unclosed one-line literal ends with its line, so that one slip doesn't hide the rest. */
  private void skipLiteral(String end, boolean oneLine) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (text.startsWith(end, at)) {
        at += end.length();
        return;
      } else if (oneLine && c == '\n') {
        return;
      } else {
        at++;
      }
    }
  }
}
