package dev.glovebox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of hostile logs on a terminal; {@code ~} stands for ESC, {@code !} for BEL. */
class ColoursTest {

  private static String shown(String... lines) {
    var colours = new Colours();
    String last = "";
    for (String line : lines) {
      last = colours.line(line.replace('~', '\u001b').replace('!', '\u0007'));
    }
    return last.replace('\u001b', '~');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "plain | plain",
        "~[31mred~[0m. | ~[31mred~[0m.",
        "~[38;5;8mx~[m | ~[38;5;8mx~[0m",
        "~[2J~[H~[1;1Hgone | gone",
        "a~[1000Db~[K | ab",
        "~]0;title!text | text",
        "~]52;c;ZXZpbA==~\\text | text",
        "~]8;;http://evil~\\link | link",
        "~]0;never ended | \"\"",
        "~Pq#0~\\dcs | dcs",
        "~[6n~[c~Zask | ask",
        "~c~(0~=reset | reset",
        "~[?1049hother | other",
        "~[>4;2mkeys | keys",
        "~[31 mnot a colour | not a colour",
        "~~[31mx | ~[31mx~[0m",
        "cut~[31 | cut",
        "cut~ | cut",
        "a!b | a^Gb",
      })
  void onlyColoursPass(String line, String expected) {
    assertThat(shown(line)).isEqualTo(expected);
  }

  @Test
  void colourGoesOnWithTheNextLineAndEndsWithEach() {
    assertThat(shown("~[1m~[32mbegun", "goes on")).isEqualTo("~[1m~[32mgoes on~[0m");
    assertThat(shown("~[32mbegun", "ends~[0m here")).isEqualTo("~[32mends~[0m here");
  }

  @Test
  void whatWasWrittenOverIsNotShown() {
    assertThat(shown("10%\r20%\r100%\r")).isEqualTo("100%");
    assertThat(shown("\u009b2Jx\u202e")).isEqualTo("\\u{9b}2Jx\\u{202e}");
  }

  @Test
  void openColoursDoNotGrowWithoutBound() {
    String[] lines = new String[1000];
    java.util.Arrays.fill(lines, "~[1;2;3;4;31mx");
    assertThat(shown(lines).length()).isLessThan(300);
  }
}
