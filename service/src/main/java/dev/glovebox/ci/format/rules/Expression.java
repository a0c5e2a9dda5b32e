package dev.glovebox.ci.format.rules;

import com.google.re2j.Pattern;
import dev.glovebox.ci.format.rules.Token.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition such as {@code $CI_COMMIT_BRANCH == "main" && $DEPLOY}, as in {@code rules:if} of
 * GitLab CI.
 */
public final class Expression {

  private final Part whole;

  private Expression(Part whole) {
    this.whole = whole;
  }

  /**
   * Reads a condition.
   *
   * @throws ExpressionSyntaxException if it is none; GitLab would take it for false
   */
  public static Expression parse(String text) throws ExpressionSyntaxException {
    return new Expression(new Parser(ExpressionLexer.split(text)).whole());
  }

  /**
   * What it comes to.
   *
   * @param variables by name, values not expanded
   * @throws ExpressionSyntaxException if a variable's value is used as a pattern and is none
   */
  public Value evaluate(Map<String, String> variables) throws ExpressionSyntaxException {
    return evaluate(whole, variables);
  }

  /** Whether it holds. */
  public boolean holds(Map<String, String> variables) throws ExpressionSyntaxException {
    return evaluate(variables).isPresent();
  }

  private sealed interface Part {
    record Constant(Value value) implements Part {}

    record Variable(String name) implements Part {}

    record Operation(Symbol symbol, Part left, Part right) implements Part {}
  }

  private static Value evaluate(Part part, Map<String, String> variables)
      throws ExpressionSyntaxException {
    return switch (part) {
      case Part.Constant(Value value) -> value;
      case Part.Variable(String name) -> {
        String value = variables.get(name);
        yield value == null ? new Value.Nil() : new Value.Text(value);
      }
      case Part.Operation(Symbol symbol, Part left, Part right) -> {
        Value first = evaluate(left, variables);
        Value second = evaluate(right, variables);
        yield operate(symbol, first, second);
      }
    };
  }

  private static Value operate(Symbol symbol, Value left, Value right)
      throws ExpressionSyntaxException {
    return switch (symbol) {
      case EQUAL -> new Value.Truth(equal(left, right));
      case UNEQUAL -> new Value.Truth(!equal(left, right));
      case MATCH -> new Value.Truth(matches(left, right));
      case NO_MATCH -> new Value.Truth(!matches(left, right));
      case AND -> left.isTruthy() ? right : left;
      case OR -> left.isTruthy() ? left : right;
      case OPEN, CLOSE -> throw new IllegalStateException("a parenthesis is no operation");
    };
  }

  private static boolean equal(Value left, Value right) {
    return comparable(left).equals(comparable(right));
  }

  /** What is compared: {@code true} equals the text {@code "true"}; nothing equals only nothing. */
  private static Optional<String> comparable(Value value) {
    return switch (value) {
      case Value.Nil _ -> Optional.empty();
      case Value.Text(String text) -> Optional.of(text);
      case Value.Truth(boolean truth) -> Optional.of(String.valueOf(truth));
      case Value.Regex(_, String literal) -> Optional.of(literal);
    };
  }

  private static boolean matches(Value left, Value right) throws ExpressionSyntaxException {
    Optional<Pattern> pattern =
        switch (right) {
          case Value.Nil _ -> Optional.empty();
          case Value.Regex(Pattern written, _) -> Optional.of(written);
          case Value.Truth(boolean truth) ->
              Optional.of(Patterns.unanchored(String.valueOf(truth)));
          case Value.Text(String text) -> {
            Optional<Pattern> literal = Patterns.ofLiteral(text);
            yield Optional.of(literal.isPresent() ? literal.get() : Patterns.unanchored(text));
          }
        };
    String text = comparable(left).orElse("");
    return pattern.filter(found -> found.matcher(text).find()).isPresent();
  }

  /** Comparisons bind closest, then {@code &&}, then {@code ||}; all from left to right. */
  private static final class Parser {

    private final List<Token> tokens;
    private int at;

    Parser(List<Token> tokens) {
      this.tokens = tokens;
    }

    Part whole() throws ExpressionSyntaxException {
      if (tokens.isEmpty()) {
        throw new ExpressionSyntaxException("the condition is empty");
      }
      Part part = chain(List.of(List.of(Symbol.OR), List.of(Symbol.AND), COMPARISONS));
      if (at < tokens.size()) {
        throw new ExpressionSyntaxException(
            "%s is not expected after a complete condition".formatted(shown(tokens.get(at))));
      }
      return part;
    }

    private static final List<Symbol> COMPARISONS =
        List.of(Symbol.EQUAL, Symbol.UNEQUAL, Symbol.MATCH, Symbol.NO_MATCH);

    private Part chain(List<List<Symbol>> levels) throws ExpressionSyntaxException {
      if (levels.isEmpty()) {
        return operand();
      }
      List<List<Symbol>> closer = levels.subList(1, levels.size());
      Part left = chain(closer);
      while (at < tokens.size()
          && tokens.get(at) instanceof Token.Operator(Symbol symbol)
          && levels.getFirst().contains(symbol)) {
        at++;
        left = new Part.Operation(symbol, left, chain(closer));
      }
      return left;
    }

    private Part operand() throws ExpressionSyntaxException {
      if (at == tokens.size()) {
        throw new ExpressionSyntaxException("the condition ends where a value is expected");
      }
      Token token = tokens.get(at++);
      return switch (token) {
        case Token.Name(String name) -> new Part.Variable(name);
        case Token.Quoted(String text) -> new Part.Constant(new Value.Text(text));
        case Token.Null() -> new Part.Constant(new Value.Nil());
        case Token.Truth(boolean value) -> new Part.Constant(new Value.Truth(value));
        case Token.Regex(String literal) ->
            new Part.Constant(
                new Value.Regex(
                    Patterns.ofLiteral(literal)
                        .orElseThrow(() -> new ExpressionSyntaxException("no pattern: " + literal)),
                    literal));
        case Token.Operator(Symbol symbol) -> {
          if (symbol != Symbol.OPEN) {
            throw new ExpressionSyntaxException(
                "%s is not expected where a value is".formatted(symbol.text));
          }
          yield inParentheses();
        }
      };
    }

    private Part inParentheses() throws ExpressionSyntaxException {
      Part part = chain(List.of(List.of(Symbol.OR), List.of(Symbol.AND), COMPARISONS));
      if (at == tokens.size() || !tokens.get(at).equals(new Token.Operator(Symbol.CLOSE))) {
        throw new ExpressionSyntaxException("a parenthesis is not closed");
      }
      at++;
      return part;
    }

    private static String shown(Token token) {
      return switch (token) {
        case Token.Name(String name) -> "$" + name;
        case Token.Quoted(String text) -> "\"" + text + "\"";
        case Token.Null() -> "null";
        case Token.Truth(boolean value) -> String.valueOf(value);
        case Token.Regex(String literal) -> literal;
        case Token.Operator(Symbol symbol) -> symbol.text;
      };
    }
  }
}
