package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 24 situations in which the Kattis problem tools try their default validator ({@code
 * tests/default_validator_tests}), under the same names; the data are our own.
 */
class KattisGoldenCasesTest {

  private static final Comparison.Kattis PLAIN = flags(false, false, null, null);
  private static final Comparison.Kattis CASE = flags(true, false, null, null);
  private static final Comparison.Kattis SPACE = flags(false, true, null, null);
  private static final Comparison.Kattis ALL = flags(true, true, "0.25", "0.25");

  /** Bytes of UTF-8, one character each. */
  private static final String ROCKET = "\u00f0\u009f\u009a\u0080";

  private static Comparison.Kattis flags(
      boolean caseSensitive, boolean spaceSensitive, String absolute, String relative) {
    return new Comparison.Kattis(
        caseSensitive,
        spaceSensitive,
        Optional.ofNullable(absolute).map(BigDecimal::new),
        Optional.ofNullable(relative).map(BigDecimal::new));
  }

  private static Comparison.Kattis absolute(String tolerance) {
    return flags(false, false, tolerance, null);
  }

  private static Comparison.Kattis relative(String tolerance) {
    return flags(false, false, null, tolerance);
  }

  private static Comparison.Kattis either(String tolerance) {
    return flags(false, false, tolerance, tolerance);
  }

  /** Name, flags, the judge's answer, the output, and what the message has; none = accepted. */
  static Stream<Arguments> cases() {
    String x = "x".repeat(150);
    String binary = "\u0081".repeat(200);
    return Stream.of(
        arguments("case_sensitive_ac", CASE, "Yes\n", "Yes\n", ""),
        arguments("case_sensitive_wa", CASE, "Yes\n", "yes\n", "judge \"Yes\", user \"yes\""),
        arguments("combined_flags_ac", ALL, "X = 2.5\n", "X = 2.75\n", ""),
        arguments("combined_flags_wa", ALL, "X = 2", "X = 4", "absolute error 2.000000e+00"),
        arguments("empty_wa", PLAIN, "one two\n", "", "user output is empty"),
        arguments("float_abs_tol_ac", absolute("0.5"), "3\n", "3.5\n", ""),
        arguments("float_abs_tol_wa", absolute("0.1"), "3\n", "3.5\n", "(allowed 1.000000e-01)"),
        arguments("float_inf_judge_wa", either("0.5"), "inf\n", "1\n", "judge \"inf\", user \"1\""),
        arguments("float_rel_tol_ac", relative("0.1"), "200\n", "210\n", ""),
        arguments("float_rel_tol_wa", relative("0.01"), "200\n", "210\n", "error 5.000000e-02"),
        arguments(
            "float_rocket_wa", absolute("0.5"), "3", "3" + ROCKET.repeat(200), "is not a number"),
        arguments("float_tolerance_ac", either("0.5"), "3\n", "3.3\n", ""),
        arguments("float_tolerance_wa", either("0.5"), "1\n", "1.5001\n", "error 5.001000e-01"),
        arguments("float_zero_judge_wa", relative("0.5"), "0\n", "1\n", "error undefined"),
        arguments("long_binary_wa", PLAIN, binary + "a" + binary, binary + "b" + binary, "judge"),
        arguments("long_early_diff_wa", CASE, "xxX" + x, "xX" + x, "user \"xX"),
        arguments(
            "long_trailing_wa",
            PLAIN,
            "one two\n",
            "one two\nnotcut" + ROCKET.repeat(1000),
            "trailing output, user \"notcut"),
        arguments("short_wa", PLAIN, "one two\n", "one\n\n", "user output ends, judge \"two\""),
        arguments("simple_ac", PLAIN, "one two\n", "one two\n", ""),
        arguments("simple_wa", PLAIN, "one two\n", "one six\n", "judge \"two\", user \"six\""),
        arguments("space_sensitive_ac", SPACE, "one\n two\n", "one\n two\n", ""),
        arguments("space_sensitive_wa", SPACE, "one\n two\n", "one\ntwo\n", "white space differs"),
        arguments("space_sensitive_wa2", SPACE, "one\ntwo\n", "one\n two\n", "judge has none"),
        arguments("space_wa", PLAIN, "one two\n", " \n\n  \n", "user output is only white space"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isDecidedAsThere(
      String name, Comparison.Kattis flags, String judge, String user, String message) {
    byte[] output = user.getBytes(ISO_8859_1);

    ComparisonResult result =
        OutputComparison.compare(flags, judge.getBytes(ISO_8859_1), output, output.length);

    assertThat(result.accepted()).isEqualTo(name.endsWith("_ac"));
    assertThat(result.message()).contains(message).hasSizeLessThan(500);
    assertThat(result.message().isEmpty()).isEqualTo(message.isEmpty());
  }
}
