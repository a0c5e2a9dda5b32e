package dev.glovebox.ci.format.rules;

/** A word of a condition. */
sealed interface Token {

  record Name(String name) implements Token {}

  record Quoted(String text) implements Token {}

  record Regex(String literal) implements Token {}

  record Truth(boolean value) implements Token {}

  record Null() implements Token {}

  record Operator(Symbol symbol) implements Token {}

  /** Operators and parentheses. */
  enum Symbol {
    EQUAL("=="),
    UNEQUAL("!="),
    MATCH("=~"),
    NO_MATCH("!~"),
    AND("&&"),
    OR("||"),
    OPEN("("),
    CLOSE(")");

    final String text;

    Symbol(String text) {
      this.text = text;
    }
  }
}
