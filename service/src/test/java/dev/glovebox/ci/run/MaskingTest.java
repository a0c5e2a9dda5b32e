package dev.glovebox.ci.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  private static final String FIVE = "[MASKED] [MASKED] [MASKED] [MASKED] [MASKED]";

  /** The table of acceptance vectors; {@code |} is where the input is cut. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; empty secrets have no affect; empty secrets have no affect",
        "secrets; secret|s; [MASKED]",
        "secrets; s|ecrets; [MASKED]",
        "secrets; secretssecrets; [MASKED][MASKED]",
        "secrets; ssecrets; s[MASKED]",
        "secrets; s|secrets; s[MASKED]",
        "foo,bar; xfoox ybary ffoo barr ffooo bbarr; "
            + "x[MASKED]x y[MASKED]y f[MASKED] [MASKED]r f[MASKED]o b[MASKED]r",
        "split,all,values,are,masked; sp|lit al|l val|ues ar|e |mask|ed; " + FIVE,
        "mask,prefix_mask; prefix_mask mask prefix_|mask prefix_ma|sk mas|k; " + FIVE,
        "this is the end,en foobar,en; overlap: this is the en| foobar; overlap: this is the [MASKED]",
      })
  void theLeftmostLongestValueIsReplacedWhereverTheInputIsCut(
      String values, String input, String expected) {
    assertThat(mask(List.of(values.split(",", -1)), input.split("\\|", -1))).isEqualTo(expected);
  }

  @Test
  void aValueMayBeLong() {
    String half = "_".repeat(8_000);
    assertThat(mask(List.of(half + half), "large secret: " + half, half))
        .isEqualTo("large secret: [MASKED]");
  }

  @Test
  void whatOnlyBeginsLikeAValueComesThrough() {
    assertThat(mask(List.of("secrets"), "secr", "et", " and secre")).isEqualTo("secret and secre");
  }

  @Test
  void howTheInputIsCutNeverMatters() {
    Random random = new Random(4);
    List<String> values = List.of("abab", "ababab", "bba", "aab", "babb");
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        text.append((char) ('a' + random.nextInt(2)));
      }
      String[] pieces = text.toString().split("(?<=\\G.{" + (1 + random.nextInt(7)) + "})", -1);
      assertThat(mask(values, pieces)).isEqualTo(naive(values, text.toString()));
    }
  }

  /** From each place the longest value that begins there. */
  private static String naive(List<String> values, String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int here = at;
      int longest =
          values.stream()
              .filter(v -> text.startsWith(v, here))
              .mapToInt(String::length)
              .max()
              .orElse(0);
      out.append(longest > 0 ? "[MASKED]" : text.charAt(at));
      at += Math.max(1, longest);
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy", "a longer text before "})
  void aValueInBase64IsMaskedInEveryAlignment(String before) {
    String secret = "correct horse battery";
    String encoded =
        Base64.getEncoder()
            .encodeToString((before + secret + " after").getBytes(StandardCharsets.UTF_8));
    String masked = masking(secret).mask(encoded);
    assertThat(masked).contains("[MASKED]");
    assertThat(masked.length()).isLessThan(encoded.length() - 10);
  }

  @Test
  void aValueInJsonAndInAnAddressIsMasked() {
    Masking masking = masking("pa\"ss/wörd\\1");
    assertThat(masking.mask("{\"p\":\"pa\\\"ss/wörd\\\\1\"}")).isEqualTo("{\"p\":\"[MASKED]\"}");
    assertThat(masking.mask("u:pa%22ss%2Fw%C3%B6rd%5C1@h")).isEqualTo("u:[MASKED]@h");
    assertThat(masking.mask("u:pa%22ss%2fw%c3%b6rd%5c1@h")).isEqualTo("u:[MASKED]@h");
  }

  @Test
  void everyLongLineOfAValueIsMaskedByItself() {
    Masking masking = masking("-----BEGIN-----\nMIIEvQIBADANBg\nend\n");
    assertThat(masking.mask("x MIIEvQIBADANBg y end")).isEqualTo("x [MASKED] y end");
  }

  @Test
  void shortAndCommonValuesAreLeftAlone() {
    Masking masking =
        new Masking(Stream.of("a", "abc", "true", "production").map(MaskingTest::utf8).toList());
    assertThat(masking.mask("abc is true in production")).isEqualTo("abc is true in production");
    assertThat(SecretValues.unmaskable("abc")).contains("too short to be masked");
    assertThat(SecretValues.unmaskable("production\n")).contains("too common to be masked");
    assertThat(SecretValues.unmaskable("hunter42")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "use glpat-Ab1_x now; use glpat-[MASKED] now",
        "glp|at-12|34.5 ghp_; glpat-[MASKED] ghp_",
        "AKIAIOSFODNN7EXAMPLE,next; AKIA[MASKED],next",
        "https://h/x?a=1&private_token=abc|def&b=2 x; https://h/x?a=1&private_token=[MASKED]&b=2 x",
        "https://h/?x-amz-signature=12%ab\"; https://h/?x-amz-signature=[MASKED]\"",
        "glpa| and ?acc|ess; glpa and ?access",
      })
  void wellKnownTokensAndParametersAreMasked(String input, String expected) {
    assertThat(mask(List.of(), input.split("\\|", -1))).isEqualTo(expected);
  }

  @Test
  void aTextThatAlwaysNearlyMatchesIsReadInLinearTime() {
    String secret = "_".repeat(16_000) + "x";
    String text = "_".repeat(2_000_000);
    assertThat(masking(secret).mask(text)).isEqualTo(text);
  }

  private static Masking masking(String secret) {
    return new Masking(List.of(utf8(secret)));
  }

  /** Without the other forms of the values, which the table does not know. */
  private static String mask(List<String> values, String... pieces) {
    var out = new ByteArrayOutputStream();
    ByteSink masker =
        new ValueMasker(
            new Automaton(values.stream().map(MaskingTest::utf8).toList()),
            new PrefixMasker(out::write));
    for (String piece : pieces) {
      byte[] bytes = utf8(piece);
      masker.write(bytes, 0, bytes.length);
    }
    masker.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
