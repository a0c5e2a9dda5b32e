package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.format.VariableExpansion.Unknown;
import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableExpansionTest {

  private static final List<Variable> VARIABLES =
      List.of(
          Variable.of("VAR", "success"),
          Variable.of("ENV", "DEV"),
          Variable.of("URL_DEV", "url-dev"),
          Variable.of("FLAGS", "-al"),
          Variable.of("LS_CMD", "ls \"$FLAGS\" $$TMP_DIR"),
          Variable.of("PATH", "$PATH:/x"),
          Variable.of("A", "$B"),
          Variable.of("B", "$A"),
          new Variable("RAW", "$VAR", false, true, false));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $$VAR $$$VAR $$$$VAR | $VAR $success $$VAR
          ${URL_${ENV}}        | url-dev
          $LS_CMD              | ls "-al" $TMP_DIR
          $PATH                | $PATH:/x
          $RAW                 | $VAR
          x$VAR-y              | xsuccess-y
          ${VAR}s              | successs
          ${VAR:-x}            | ${VAR:-x}
          $NOPE ${NOPE}        | $NOPE ${NOPE}
          $ $1 ${              | $ $1 ${
          """)
  void expands(String text, String expected) {
    assertThat(VariableExpansion.of(VARIABLES, Unknown.KEPT).expand(text)).isEqualTo(expected);
  }

  @Test
  void theUnknownMayVanish() {
    assertThat(VariableExpansion.of(VARIABLES, Unknown.EMPTY).expand("[$NOPE]")).isEqualTo("[]");
  }

  @Test
  void circlesEnd() {
    assertThat(VariableExpansion.of(VARIABLES, Unknown.KEPT).expand("$A")).isEqualTo("$A");
  }

  @Test
  void valuesThatDoubleEachOtherStayBounded() {
    List<Variable> bomb = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      bomb.add(Variable.of("V" + i, ("$V" + (i + 1)).repeat(2)));
    }
    bomb.add(Variable.of("V45", "xxxxxxxxxx"));
    assertThat(VariableExpansion.of(bomb, Unknown.KEPT).expand("$V0")).hasSizeLessThan(300_000);
    bomb.add(Variable.of("V45", "$V0"));
    assertThat(VariableExpansion.of(bomb, Unknown.KEPT).expand("$V0")).hasSizeLessThan(300_000);
  }
}
