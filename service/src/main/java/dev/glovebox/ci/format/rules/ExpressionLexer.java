package dev.glovebox.ci.format.rules;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Splits a condition into words. */
final class ExpressionLexer {

  private static final int MOST = 100;
  private static final int LONGEST = 16_384;

  private static final Pattern NAME = Pattern.compile("\\$\\w+");
  private static final Pattern QUOTED = Pattern.compile("(?s)\"[^\"]*\"|'[^']*'");
  private static final Pattern WORD = Pattern.compile("null\\b|true\\b|false\\b");

  /** Greedy: it ends at the last slash that could end it. */
  private static final Pattern REGEX = Pattern.compile("(?s)/(?:[^/]|\\\\/)+[^\\\\]/[ismU]*");

  private final String text;
  private int at;

  private ExpressionLexer(String text) {
    this.text = text;
  }

  static List<Token> split(String text) throws ExpressionSyntaxException {
    if (text.length() > LONGEST) {
      throw new ExpressionSyntaxException(
          "a condition may have at most %d characters".formatted(LONGEST));
    }
    var lexer = new ExpressionLexer(text);
    List<Token> tokens = new ArrayList<>();
    while (lexer.skipSpace()) {
      if (tokens.size() == MOST) {
        throw new ExpressionSyntaxException(
            "a condition may have at most %d words".formatted(MOST));
      }
      tokens.add(lexer.next());
    }
    return tokens;
  }

  private boolean skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private Token next() throws ExpressionSyntaxException {
    for (Token.Symbol symbol : Token.Symbol.values()) {
      if (text.startsWith(symbol.text, at)) {
        at += symbol.text.length();
        return new Token.Operator(symbol);
      }
    }
    return switch (text.charAt(at)) {
      case '$' -> new Token.Name(take(NAME).substring(1));
      case '"', '\'' -> {
        String quoted = take(QUOTED);
        yield new Token.Quoted(quoted.substring(1, quoted.length() - 1));
      }
      case '/' -> new Token.Regex(take(REGEX));
      default ->
          switch (take(WORD)) {
            case "null" -> new Token.Null();
            case String truth -> new Token.Truth(truth.equals("true"));
          };
    };
  }

  private String take(Pattern pattern) throws ExpressionSyntaxException {
    String rest = text.substring(at);
    var matcher = pattern.matcher(rest);
    if (!matcher.lookingAt()) {
      throw new ExpressionSyntaxException(
          "cannot read %s at character %d%s".formatted(shown(rest), at + 1, hint(rest)));
    }
    at += matcher.end();
    return matcher.group();
  }

  private static String hint(String rest) {
    if (rest.startsWith("${")) {
      return ": write $NAME, without braces";
    }
    if (rest.startsWith("\"") || rest.startsWith("'")) {
      return ": the quote is not closed";
    }
    if (rest.startsWith("/")) {
      return ": a pattern is /…/ with at least two characters";
    }
    return ": texts need quotes";
  }

  private static String shown(String rest) {
    return rest.length() > 20 ? rest.substring(0, 20) + "…" : rest;
  }
}
