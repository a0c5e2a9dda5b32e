package dev.glovebox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a terminal would obey reaches it. */
class TerminalTest {

  @ParameterizedTest
  @CsvSource({
    "'plain text, äöü', 'plain text, äöü'",
    "'\u001b]0;title\u0007', '^[]0;title^G'",
    "'\u001b[2J', '^[[2J'",
    "'a\rb', 'a^Mb'",
    "'\u009b31m', '\\u{9b}31m'",
    "'\u202eevil', '\\u{202e}evil'"
  })
  void controlSequencesAreMadeVisible(String text, String shown) {
    assertThat(Terminal.harmless(text)).isEqualTo(shown);
  }
}
