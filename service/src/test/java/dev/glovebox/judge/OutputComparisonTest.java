package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.submission.Comparison;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputComparisonTest {

  private static final Comparison EXACT = new Comparison.Exact();
  private static final Comparison LINES = new Comparison.TrimLines();
  private static final Comparison TOKENS = new Comparison.Tokens();

  private static ComparisonResult compare(Comparison comparison, String expected, String actual) {
    byte[] bytes = actual.getBytes(UTF_8);
    // What lies beyond the length must not count.
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 3);
    Arrays.fill(padded, bytes.length, padded.length, (byte) 'x');
    return OutputComparison.compare(comparison, expected.getBytes(UTF_8), padded, bytes.length);
  }

  private static String text(String escaped) {
    return escaped.translateEscapes().replace('_', ' ').replace("<nothing>", "");
  }

  @ParameterizedTest(name = "{0} | {1}: exact {2}, lines {3}, tokens {4}")
  @CsvSource({
    // expected, actual, exact, trim-lines, tokens
    "a,              a,            AC, AC, AC",
    "<nothing>,      <nothing>,    AC, AC, AC",
    "a\\n,           a,            PE, AC, AC",
    "a,              a\\n\\n\\n,   PE, AC, AC",
    "a_b,            a_b_\\t,      PE, AC, AC",
    "a\\nb,          a__\\r\\nb,   PE, AC, AC",
    "a_b,            a__b,         PE, PE, AC",
    "a_b,            a\\nb,        PE, PE, AC",
    "a\\n\\nb,       a\\nb,        PE, PE, AC",
    "a,              _a,           PE, PE, AC",
    "a,              \\na,         PE, PE, AC",
    "a,              A,            WA, WA, WA",
    "a,              b,            WA, WA, WA",
    "a,              ab,           WA, WA, WA",
    "ab,             a_b,          WA, WA, WA",
    "a,              <nothing>,    WA, WA, WA",
    "<nothing>,      a,            WA, WA, WA",
    "<nothing>,      _\\n,         PE, AC, AC",
    "a_b,            a,            WA, WA, WA",
    "a,              a_b,          WA, WA, WA",
    "1.0,            1.00,         WA, WA, WA",
    "a\\240b,      a_b,          WA, WA, WA",
  })
  void decides(String expected, String actual, String exact, String lines, String tokens) {
    assertThat(verdict(compare(EXACT, text(expected), text(actual)))).isEqualTo(exact);
    assertThat(verdict(compare(LINES, text(expected), text(actual)))).isEqualTo(lines);
    assertThat(verdict(compare(TOKENS, text(expected), text(actual)))).isEqualTo(tokens);
  }

  private static String verdict(ComparisonResult result) {
    if (result.accepted()) {
      assertThat(result.message()).isEmpty();
      return "AC";
    }
    assertThat(result.message()).isNotEmpty();
    return result.formatOnly() ? "PE" : "WA";
  }

  @Test
  void saysWhereAndWhat() {
    assertThat(compare(TOKENS, "1 2\n3 4\n", "1\n2\n\n3 5\n").message())
        .isEqualTo(
            "Wrong answer on line 4 (line 2 of the expected output): judge \"4\", user \"5\"");
    assertThat(compare(TOKENS, "1 2", "1").message())
        .isEqualTo(
            "Wrong answer on line 1 (line 1 of the expected output): user output ends, judge \"2\"");
    assertThat(compare(TOKENS, "1\n", "1\n2").message())
        .isEqualTo(
            "Wrong answer on line 2 (line 2 of the expected output): trailing output, user \"2\"");
    assertThat(compare(LINES, "a\nb c\n", "a\nb d\n").message())
        .isEqualTo(
            "Wrong answer on line 2 (line 2 of the expected output): judge \"b c\", user \"b d\"");
    assertThat(compare(LINES, "a\n", "a\nb\n").message()).contains("trailing output, user \"b\"");
    assertThat(compare(LINES, "a\nb\n", "a\n").message()).contains("user output ends, judge \"b\"");
    assertThat(compare(EXACT, "a\nbc", "a\nbd").message())
        .isEqualTo(
            "Wrong answer on line 2 (line 2 of the expected output): byte 4, judge \"c\", user"
                + " \"d\"");
    assertThat(compare(EXACT, "a\n", "a").message())
        .isEqualTo(
            "Wrong white space on line 1 (line 1 of the expected output): byte 2, judge"
                + " \"\\u{a}\", user \"\"");
  }

  @Test
  void cutsLongTokensWhereTheyDiffer() {
    String message =
        compare(TOKENS, "a".repeat(500) + "b".repeat(500), "a".repeat(500) + "c".repeat(500))
            .message();

    assertThat(message)
        .endsWith(
            "judge \"aaaaaaaaaaaaaaa...bbbbbbbbbbbbbbb...\","
                + " user \"aaaaaaaaaaaaaaa...ccccccccccccccc...\"");
  }

  @Test
  void neverCutsACharacterInTwoAndShowsNothingThatSteersATerminal() {
    String message = compare(TOKENS, "ok", "\u001b[2J\u202e\u0000é🚀".repeat(9)).message();

    assertThat(message).contains("user \"\\u{1b}[2J\\u{202e}\\u{0}é🚀");
    assertThat(message).doesNotContain("\u001b", "\u202e", "\u0000", "\ufffd");
    assertThat(compare(TOKENS, "é", "è").message()).endsWith("judge \"é\", user \"è\"");
  }

  @Test
  void bytesThatAreNoTextAreShownAsSuch() {
    byte[] bytes = "\u00ff\u00fe".getBytes(ISO_8859_1);
    ComparisonResult result =
        OutputComparison.compare(TOKENS, "a".getBytes(UTF_8), bytes, bytes.length);

    assertThat(result.message()).endsWith("user \"\ufffd\ufffd\"");
  }
}
