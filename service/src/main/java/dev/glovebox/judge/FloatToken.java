package dev.glovebox.judge;

/**
 * Numbers as the ICPC problem package format 2025-09 writes them: {@code [+-]? ( d*.d+ | d+. | d+ )
 * ([Ee][+-]?d+)?}. No hexadecimal, no infinity, no NaN. Takes time linear in the length of the
 * token and constant memory, whatever the token says.
 */
final class FloatToken {

  /** More than enough to round any decimal to the right double; the rest only breaks ties. */
  private static final int SIGNIFICANT = 780;

  private static final int LARGEST_EXPONENT = 1_000_000;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final byte[] bytes;
  private final int to;
  private int at;
  private long digits;
  private int count;
  private boolean sticky;
  private long exponent;
  private StringBuilder significant = new StringBuilder(0);

  private FloatToken(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /** The value to double precision; NaN when it is not a number or too large for a double. */
  static double parse(byte[] bytes, int from, int to) {
    if (from >= to || bytes[from] > '9') {
      return Double.NaN;
    }
    double value = new FloatToken(bytes, from, to).parse();
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  private double parse() {
    boolean negative = bytes[at] == '-';
    if (negative || bytes[at] == '+') {
      at++;
    }
    int before = digits(false);
    int after = 0;
    if (at < to && bytes[at] == '.') {
      at++;
      after = digits(true);
    }
    if (before + after == 0 || !exponentPart() || at != to) {
      return Double.NaN;
    }
    double value = value();
    return negative ? -value : value;
  }

  /** Takes a run of digits and answers whether there were any (as 0 or 1). */
  private int digits(boolean fraction) {
    int start = at;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at++] - '0';
      if (count == 0 && digit == 0) {
        exponent -= fraction ? 1 : 0;
      } else if (count < SIGNIFICANT) {
        keep(digit);
        exponent -= fraction ? 1 : 0;
      } else {
        sticky |= digit != 0;
        exponent += fraction ? 0 : 1;
      }
    }
    return at > start ? 1 : 0;
  }

  private void keep(int digit) {
    if (count < 18) {
      digits = digits * 10 + digit;
    } else {
      if (count == 18) {
        significant = new StringBuilder(SIGNIFICANT + 20).append(digits);
      }
      significant.append((char) ('0' + digit));
    }
    count++;
  }

  /** Takes the exponent if there is one; false when it is begun and not finished. */
  private boolean exponentPart() {
    if (at >= to || (bytes[at] | 0x20) != 'e') {
      return true;
    }
    at++;
    boolean negative = at < to && bytes[at] == '-';
    if (negative || (at < to && bytes[at] == '+')) {
      at++;
    }
    int start = at;
    long value = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      // Beyond any length that a token can have, so that a long mantissa can't win it back.
      value = Math.min(value * 10 + (bytes[at++] - '0'), 1L << 40);
    }
    exponent += negative ? -value : value;
    return at > start;
  }

  private double value() {
    if (count == 0) {
      return 0;
    }
    if (count <= 15 && Math.abs(exponent) < POWERS_OF_TEN.length) {
      // Both operands are exact, so the one operation rounds right.
      double power = POWERS_OF_TEN[(int) Math.abs(exponent)];
      return exponent < 0 ? digits / power : digits * power;
    }
    long bounded = Math.clamp(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT);
    String text = count <= 18 ? Long.toString(digits) : significant.toString();
    return Double.parseDouble(sticky ? text + "1E" + (bounded - 1) : text + "E" + bounded);
  }
}
