package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KattisComparisonTest {

  /** Flags as the package format writes them. */
  private static Comparison.Kattis flags(String words) {
    boolean caseSensitive = false;
    boolean spaceSensitive = false;
    Optional<BigDecimal> absolute = Optional.empty();
    Optional<BigDecimal> relative = Optional.empty();
    List<String> list = List.of(words.strip().split(" +"));
    for (int i = 0; i < list.size(); i++) {
      switch (list.get(i)) {
        case "case_sensitive" -> caseSensitive = true;
        case "space_change_sensitive" -> spaceSensitive = true;
        case "float_absolute_tolerance" -> absolute = Optional.of(new BigDecimal(list.get(++i)));
        case "float_relative_tolerance" -> relative = Optional.of(new BigDecimal(list.get(++i)));
        case "float_tolerance" -> {
          absolute = Optional.of(new BigDecimal(list.get(++i)));
          relative = absolute;
        }
        case "-" -> {}
        default -> throw new IllegalArgumentException(list.get(i));
      }
    }
    return new Comparison.Kattis(caseSensitive, spaceSensitive, absolute, relative);
  }

  private static ComparisonResult compare(String flags, String judge, String user) {
    byte[] output = user.getBytes(UTF_8);
    return OutputComparison.compare(flags(flags), judge.getBytes(UTF_8), output, output.length);
  }

  private static String text(String escaped) {
    return escaped.translateEscapes().replace('_', ' ').replace("<nothing>", "");
  }

  @ParameterizedTest(name = "[{0}] {1} | {2} -> {3}")
  @CsvSource({
    // case
    "-,                      Yes,       yes,        AC",
    "-,                      YES_no,    yes_NO,     AC",
    "case_sensitive,         Yes,       yes,        WA",
    "case_sensitive,         Yes,       Yes,        AC",
    // only ASCII letters have a case: 0x40 and 0x60, 0x5b and 0x7b don't
    "-,                      @[,        `{,         WA",
    "-,                      \\311,   \\351,    WA",
    // white space
    "-,                      a_b\\n,    a\\t\\013\\f\\r\\nb, AC",
    "-,                      a_b,       _\\n_a_b_\\n, AC",
    "-,                      a,         a_b,        WA",
    "-,                      a_b,       a,          WA",
    "-,                      a_b,       ab,         WA",
    "-,                      a,         <nothing>,  WA",
    "-,                      a,         _\\n_,      WA",
    "-,                      <nothing>, _\\n,       AC",
    "-,                      <nothing>, x,          WA",
    "-,                      a\\240b, a_b,        WA",
    "-,                      a\\205b, a_b,        WA",
    "-,                      a\\034b, a_b,        WA",
    "space_change_sensitive, a_b\\n,    a_b\\n,     AC",
    "space_change_sensitive, A_b\\n,    a_B\\n,     AC",
    "space_change_sensitive, a_b\\n,    a_b,        WA",
    "space_change_sensitive, a_b,       a_b\\n,     WA",
    "space_change_sensitive, a_b,       a__b,       WA",
    "space_change_sensitive, a__b,      a_b,        WA",
    "space_change_sensitive, a_b,       a\\tb,      WA",
    "space_change_sensitive, a\\nb,     a\\r\\nb,   WA",
    "space_change_sensitive, _a,        a,          WA",
    "space_change_sensitive, a,         _a,         WA",
    "space_change_sensitive, \\n,       <nothing>,  WA",
    // numbers without a tolerance are words
    "-,                      1.0,       1.00,       WA",
    "-,                      1e2,       1E2,        AC",
    // absolute
    "float_absolute_tolerance 0.5, 1,   1.5,        AC",
    "float_absolute_tolerance 0.5, 1,   1.50001,    WA",
    "float_absolute_tolerance 0.5, 1,   0.5,        AC",
    "float_absolute_tolerance 0.5, 100, 101,        WA",
    "float_absolute_tolerance 0,   1.0, 1,          AC",
    "float_absolute_tolerance 0,   1,   1.0001,     WA",
    // relative, of the judge's value
    "float_relative_tolerance 0.1, 100, 110,        AC",
    "float_relative_tolerance 0.1, 100, 89.9,       WA",
    "float_relative_tolerance 0.1, -100, -109,      AC",
    "float_relative_tolerance 0.1, -100, 100,       WA",
    "float_relative_tolerance 0.1, 0,   0.0,        AC",
    "float_relative_tolerance 0.1, 0,   1e-300,     WA",
    "float_relative_tolerance 0.2, 10,  12,         AC",
    "float_relative_tolerance 0.2, 12,  10,         AC",
    "float_relative_tolerance 0.2, 10,  12.4,       WA",
    "float_relative_tolerance 0.2, 12.4, 10,        AC",
    // either will do
    "float_tolerance 0.1,    0,         0.05,       AC",
    "float_tolerance 0.1,    1000,      1050,       AC",
    "float_tolerance 0.1,    1,         1.2,        WA",
    "float_absolute_tolerance 1 float_relative_tolerance 0, 5, 6, AC",
    "float_absolute_tolerance 0 float_relative_tolerance 1, 5, 9, AC",
    // what is a number
    "float_tolerance 1e-9,   1,         1.,         AC",
    "float_tolerance 1e-9,   .5,        0.5,        AC",
    "float_tolerance 1e-9,   100,       +1e+2,      AC",
    "float_tolerance 1e-9,   0.01,      1E-2,       AC",
    "float_tolerance 1e-9,   -0,        0,          AC",
    "float_tolerance 1,      1,         1.0abc,     WA",
    "float_tolerance 1,      1,         0x1,        WA",
    "float_tolerance 1,      1,         nan,        WA",
    "float_tolerance 1,      1,         inf,        WA",
    "float_tolerance 1,      1,         .,          WA",
    "float_tolerance 1,      1,         1e,         WA",
    "float_tolerance 1,      1,         1e+,        WA",
    "float_tolerance 1,      1,         --1,        WA",
    "float_tolerance 1,      1,         '1,0',      WA",
    "float_tolerance 1,      1,         1e999,      WA",
    "float_tolerance 1,      0x10,      0x11,       WA",
    "float_tolerance 1,      nan,       NaN,        AC",
    "float_tolerance 1,      inf,       Inf,        AC",
    "float_tolerance 1,      inf,       infinity,   WA",
    "float_tolerance 1,      inf,       0,          WA",
    "float_tolerance 1,      1.0abc,    1.0ABC,     AC",
    "float_tolerance 1 case_sensitive, 1.0abc, 1.0ABC, WA",
    // words beside numbers
    "float_tolerance 0.1,    x_=_1.0,   X_=_1.05,   AC",
    "float_tolerance 0.1,    x,         1,          WA",
    "case_sensitive space_change_sensitive float_tolerance 0.5, PI_is_3.14, PI_is_3.14, AC",
    "case_sensitive space_change_sensitive float_tolerance 0.5, PI_is_1.0, PI_is_2.0, WA",
  })
  void decides(String flags, String judge, String user, String verdict) {
    ComparisonResult result = compare(flags, text(judge), text(user));

    assertThat(result.accepted() ? "AC" : "WA").isEqualTo(verdict);
    assertThat(result.message().isEmpty()).isEqualTo(result.accepted());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- | Hello World!\\n | Hello_\\n | line 2 (line 1 of the expected output): user output ends, judge \"World!\"",
        "- | Hello | <nothing> | line 1 (line 1 of the expected output): user output is empty, user output ends, judge \"Hello\"",
        "- | Hello | _\\n\\n | line 3 (line 1 of the expected output): user output is only white space, user output ends",
        "- | a\\n | a_b | line 1 (line 2 of the expected output): trailing output, user \"b\"",
        "- | ab | ac | judge \"ab\", user \"ac\"",
        "space_change_sensitive | a\\n_b | a\\nb | line 2 (line 2 of the expected output): white space differs, judge space, user byte 98",
        "space_change_sensitive | a\\nb | a\\n_b | line 2 (line 2 of the expected output): white space differs, judge has none, user space",
        "space_change_sensitive | a\\n | a | white space differs, judge line feed, user has none",
        "float_tolerance 0.5 | 1 | x | judge \"1\", user \"x\" is not a number",
        "float_tolerance 0.5 | 1.0 | 2.0 | judge \"1.0\", user \"2.0\", absolute error 1.000000e+00 (allowed 5.000000e-01), relative error 1.000000e+00 (allowed 5.000000e-01)",
        "float_relative_tolerance 0.5 | 0 | 2.0 | absolute error 2.000000e+00, relative error undefined (allowed 5.000000e-01)",
      })
  void saysWhereAndWhat(String flags, String judge, String user, String message) {
    assertThat(compare(flags, text(judge), text(user)).message()).contains(message);
  }

  @Test
  void absurdTolerancesAreHarmless() {
    assertThat(compare("float_absolute_tolerance 1e999999999", "1", "1e300").accepted()).isTrue();
    assertThat(compare("float_absolute_tolerance 1e-999999999", "1", "1.1").accepted()).isFalse();
    assertThat(compare("float_absolute_tolerance 1e-999999999", "1", "1.0").accepted()).isTrue();
  }
}
