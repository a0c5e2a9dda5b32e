package dev.glovebox.ci.format.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth table of the expression language. */
class ExpressionTest {

  private static final Map<String, String> VARIABLES = new HashMap<>();

  static {
    VARIABLES.put("P", "my variable");
    VARIABLES.put("PATH", "a/path/variable/value");
    VARIABLES.put("FULL", "/a/full/path/variable/value");
    VARIABLES.put("E", "");
    VARIABLES.put("s", "abcde");
    VARIABLES.put("p1", "/^ab.*/");
    VARIABLES.put("p2", "/^at.*/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          $P == "my variable" ¦ true
          $P == null ¦ false
          $E == null ¦ false
          "" == $E ¦ true
          $E ¦ ""
          $U ¦ nil
          $U == null ¦ true
          null == $U ¦ true
          $P =~ /var.*e$/ ¦ true
          $P =~ /^var.*/ ¦ false
          $E =~ /var.*/ ¦ false
          $U =~ /var.*/ ¦ false
          $P =~ /VAR.*/i ¦ true
          $PATH =~ /path\\/variable/ ¦ true
          $FULL =~ /^\\/a\\/full\\/path\\/variable\\/value$/ ¦ true
          $P != null ¦ true
          $E != null ¦ true
          $U != null ¦ false
          "" != $E ¦ false
          $E !~ /var.*/ ¦ true
          $U !~ /var.*/ ¦ true
          $P !~ /VAR.*/i ¦ false
          $s =~ $p1 ¦ true
          $s =~ $p2 ¦ false
          $s =~ "abcde" ¦ true
          $s =~ $s ¦ true
          $s =~ $U ¦ false
          $P && "string" ¦ "string"
          $P && $E ¦ ""
          $P && null ¦ nil
          $E && $P ¦ "my variable"
          $E && "string" ¦ "string"
          null && $P ¦ nil
          $U && $P ¦ nil
          $U && $E ¦ nil
          $E == "" && $P ¦ "my variable"
          $P != "nope" || $E == "" ¦ true
          $P || $U ¦ "my variable"
          $U || $P ¦ "my variable"
          $P && null || $E == "" ¦ true
          ("string" || "test") == "string" ¦ true
          (null || ("test" == "string")) ¦ false
          ("string" == ("test" && "string")) ¦ true
          ("string" == ("test" || "string")) ¦ false
          ("string" == "test" || "string") ¦ "string"
          "Hello World" =~ /Hello (?i)world/ ¦ true
          "12" =~ /[[:digit:]]{2}/ ¦ true
          "true" == true ¦ true
          """)
  void comesTo(String expression, String expected) throws Exception {
    assertThat(shown(Expression.parse(expression).evaluate(VARIABLES))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"$P,true", "$U,false", "$E,false", "'\"false\"',true"})
  void holdsWhenPresent(String expression, boolean expected) throws Exception {
    assertThat(Expression.parse(expression).holds(VARIABLES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$INVALID = 1",
        "${P} == 'x'",
        "$P ==",
        "== $P",
        "($P",
        "$P)",
        "$P $P",
        "'open",
        "$P =~ /a/",
        "$P =~ /(ab/",
        "",
        "main",
        "$P =~ /((a{100}){100}){100}/"
      })
  void isRefused(String expression) {
    assertThatThrownBy(() -> Expression.parse(expression))
        .isInstanceOf(ExpressionSyntaxException.class)
        .hasMessageNotContaining("Exception");
  }

  @Test
  void manyWordsAreRefused() {
    assertThatThrownBy(() -> Expression.parse("(".repeat(101)))
        .isInstanceOf(ExpressionSyntaxException.class)
        .hasMessageContaining("100");
  }

  @Test
  void aPatternThatBacktracksElsewhereIsLinear() throws Exception {
    Map<String, String> variables = Map.of("V", "a".repeat(50_000) + "!");
    assertThat(Expression.parse("$V =~ /^(a+)+$/").holds(variables)).isFalse();
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Nil _ -> "nil";
      case Value.Text(String text) -> "\"" + text + "\"";
      case Value.Truth(boolean truth) -> String.valueOf(truth);
      case Value.Regex(_, String literal) -> literal;
    };
  }
}
