package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatTokenTest {

  private static double parse(String token) {
    byte[] bytes = ("x" + token + "9").getBytes(US_ASCII);
    return FloatToken.parse(bytes, 1, bytes.length - 1);
  }

  @Test
  void agreesWithJavaOnWhatBothCallANumber() {
    Random random = new Random(20260101);
    for (int i = 0; i < 50_000; i++) {
      String token = number(random);
      assertThat(Double.valueOf(parse(token))).as(token).isEqualTo(expected(token));
    }
  }

  private static Double expected(String token) {
    double value = Double.parseDouble(token);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  private static String number(Random random) {
    StringBuilder token = new StringBuilder();
    token.append(new String[] {"", "", "+", "-"}[random.nextInt(4)]);
    int before = random.nextInt(25);
    digits(token, random, before);
    if (before == 0 || random.nextBoolean()) {
      token.append('.');
      digits(token, random, before == 0 ? 1 + random.nextInt(25) : random.nextInt(25));
    }
    if (random.nextBoolean()) {
      token.append(random.nextBoolean() ? 'e' : 'E');
      token.append(new String[] {"", "+", "-"}[random.nextInt(3)]);
      token.append(random.nextInt(340));
    }
    return token.toString();
  }

  private static void digits(StringBuilder token, Random random, int count) {
    boolean zeros = random.nextInt(4) == 0;
    for (int i = 0; i < count; i++) {
      token.append(zeros ? 0 : random.nextInt(10));
    }
  }

  @Test
  void roundsLongDecimalsRight() {
    // Exactly between two doubles, the even one below: the last digit of many decides.
    String half = new BigDecimal(1).add(new BigDecimal(0x1p-53)).toPlainString();
    assertThat(parse(half + "0".repeat(2000))).isEqualTo(1.0);
    assertThat(parse(half + "0".repeat(2000) + "1")).isEqualTo(0x1.0000000000001p0);
    assertThat(parse("9".repeat(2000) + "e-2000")).isEqualTo(1.0);
    assertThat(parse("0." + "0".repeat(5000) + "1e5001")).isEqualTo(1.0);
    assertThat(parse("1" + "0".repeat(5000) + "e-5000")).isEqualTo(1.0);
  }

  @Test
  void numbersTooLargeAreNoneAndNumbersTooSmallAreZero() {
    assertThat(parse("1e309")).isNaN();
    assertThat(parse("-1e999999999999999999999999")).isNaN();
    assertThat(parse("1e-999999999999999999999999")).isZero();
    assertThat(parse("0e999999999999999999999999")).isZero();
    assertThat(parse("9".repeat(400))).isNaN();
  }

  @Test
  void whatIsNoNumberIsNone() {
    for (String token :
        new String[] {
          "",
          "+",
          "-",
          ".",
          "+.",
          "e5",
          ".e5",
          "1e",
          "1e-",
          "1.2.3",
          "1 2",
          "0x1",
          "1f",
          "1d",
          "NaN",
          "nan",
          "inf",
          "Infinity",
          "1_0",
          "1,0",
          "٣",
          "+-1",
          "1e1.0",
          "1e+-1",
          "/",
          ":"
        }) {
      assertThat(parse(token)).as(token).isNaN();
    }
  }
}
