package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of the comparisons whatever the texts are: seeded random texts, changed. */
class ComparisonPropertiesTest {

  private static final String[] SPACES = {" ", "\n", "\t", "  ", " \n", "\r\n", "\n\n"};
  private static final String[] WORDS = {"a", "B", "yes", "No", "0", "1.5", "-2e3", "1.0abc", "é"};

  private static final Comparison EXACT = new Comparison.Exact();
  private static final Comparison LINES = new Comparison.TrimLines();
  private static final Comparison TOKENS = new Comparison.Tokens();
  private static final Comparison KATTIS =
      new Comparison.Kattis(false, false, Optional.empty(), Optional.empty());
  private static final Comparison STRICT =
      new Comparison.Kattis(true, true, Optional.empty(), Optional.empty());
  private static final Comparison CASED =
      new Comparison.Kattis(true, false, Optional.empty(), Optional.empty());
  private static final Comparison FLOATS =
      new Comparison.Kattis(
          false, false, Optional.of(new BigDecimal("1e-6")), Optional.of(new BigDecimal("1e-6")));
  private static final List<Comparison> ALL =
      List.of(EXACT, LINES, TOKENS, KATTIS, STRICT, CASED, FLOATS);

  private static boolean accepts(Comparison comparison, byte[] judge, byte[] user) {
    return OutputComparison.compare(comparison, judge, user, user.length).accepted();
  }

  private static boolean accepts(Comparison comparison, String judge, String user) {
    return accepts(comparison, judge.getBytes(US_ASCII), user.getBytes(US_ASCII));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(12);
    for (int i = 0; i < words; i++) {
      text.append(random.nextInt(5) == 0 ? SPACES[random.nextInt(SPACES.length)] : "");
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append(SPACES[random.nextInt(SPACES.length)]);
    }
    return text.toString();
  }

  private static String respaced(Random random, String text) {
    List<String> tokens = new ArrayList<>(List.of(text.strip().split("\\s+")));
    StringBuilder changed = new StringBuilder(SPACES[random.nextInt(SPACES.length)]);
    tokens.forEach(token -> changed.append(token).append(SPACES[random.nextInt(SPACES.length)]));
    return changed.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stricterComparisonsAcceptNothingThatLooserOnesRefuse(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 5_000; i++) {
      String judge = text(random);
      String user =
          switch (random.nextInt(4)) {
            case 0 -> judge;
            case 1 -> respaced(random, judge);
            case 2 -> judge.replaceAll("[ \t]+\n", "\n") + "\n\n";
            default -> text(random);
          };
      for (Comparison comparison : ALL) {
        assertThat(accepts(comparison, judge, judge)).isTrue();
      }
      boolean exact = accepts(EXACT, judge, user);
      boolean lines = accepts(LINES, judge, user);
      boolean tokens = accepts(TOKENS, judge, user);
      boolean kattis = accepts(KATTIS, judge, user);
      accepted += tokens ? 1 : 0;
      assertThat(exact).isEqualTo(judge.equals(user)).isEqualTo(accepts(STRICT, judge, user));
      assertThat(!exact || lines).isTrue();
      assertThat(!lines || tokens).isTrue();
      assertThat(!tokens || kattis).isTrue();
      assertThat(!kattis || accepts(FLOATS, judge, user)).isTrue();
      assertThat(accepts(CASED, judge, user)).isEqualTo(tokens);
    }
    assertThat(accepted).isBetween(1_250, 4_500);
  }

  @Test
  void whiteSpaceNeverMattersToTokensAndCaseNeverToKattis() {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      String judge = text(random);
      String user = respaced(random, judge);
      assertThat(accepts(TOKENS, judge, user)).isTrue();
      assertThat(accepts(KATTIS, judge, user.toUpperCase(java.util.Locale.ROOT))).isTrue();
    }
  }

  @Test
  void aChangedTokenIsAlwaysFound() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      String judge = text(random) + "end";
      int at = random.nextInt(judge.length());
      if (Character.isWhitespace(judge.charAt(at))) {
        continue;
      }
      String user = judge.substring(0, at) + '#' + judge.substring(at + 1);
      for (Comparison comparison : ALL) {
        assertThat(accepts(comparison, judge, user)).isFalse();
      }
    }
  }

  @Test
  void comparingIsSymmetricWhereNoNumbersAre() {
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      String a = text(random);
      String b = random.nextBoolean() ? respaced(random, a) : text(random);
      for (Comparison comparison : List.of(EXACT, LINES, TOKENS, KATTIS, STRICT)) {
        assertThat(accepts(comparison, a, b)).isEqualTo(accepts(comparison, b, a));
      }
    }
  }

  @Test
  void anyBytesAreComparedWithoutFailing() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] judge = new byte[random.nextInt(40)];
      byte[] user = new byte[random.nextInt(40)];
      random.nextBytes(judge);
      random.nextBytes(user);
      for (Comparison comparison : ALL) {
        ComparisonResult result = OutputComparison.compare(comparison, judge, user, user.length);
        assertThat(result.message().codePoints()).noneMatch(Character::isISOControl);
        assertThat(result.message().length()).isLessThan(600);
      }
    }
  }

  /** Takes for ever, or all memory, when anything is worse than linear. */
  @Test
  void hugeAndHostileTextsAreCompared() {
    byte[] digits = "7".repeat(3_000_000).getBytes(US_ASCII);
    byte[] other = digits.clone();
    other[other.length - 1] = '8';
    byte[] blanks = " ".repeat(3_000_000).getBytes(US_ASCII);
    byte[] lines = "\n".repeat(3_000_000).getBytes(US_ASCII);
    byte[] exponent = ("1e" + "9".repeat(3_000_000)).getBytes(US_ASCII);
    byte[] blanksThenLine = (" ".repeat(1_500_000) + "\n").repeat(2).getBytes(US_ASCII);
    for (Comparison comparison : ALL) {
      assertThat(accepts(comparison, digits, digits.clone())).isTrue();
      assertThat(accepts(comparison, digits, other)).isFalse();
      assertThat(accepts(comparison, digits, blanks)).isFalse();
      assertThat(accepts(comparison, digits, lines)).isFalse();
      assertThat(accepts(comparison, "1".getBytes(US_ASCII), exponent)).isFalse();
      assertThat(accepts(comparison, "1\n".getBytes(US_ASCII), blanksThenLine)).isFalse();
    }
  }
}
