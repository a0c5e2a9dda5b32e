package dev.glovebox.judge;

import dev.glovebox.submission.Comparison;
import java.util.Arrays;

/**
 * Compares what a program wrote with what it should have written. Time and memory are linear in the
 * lengths of both, whatever the bytes are.
 */
final class OutputComparison {

  /** How much after the first difference of an exact comparison is looked at for the message. */
  private static final int NEAR = 64;

  private OutputComparison() {}

  /**
   * @param actual holds the program's output, from index 0
   * @param length how much of it is output
   */
  static ComparisonResult compare(
      Comparison comparison, byte[] expected, byte[] actual, int length) {
    return switch (comparison) {
      case Comparison.Exact() -> exact(expected, actual, length);
      case Comparison.TrimLines() ->
          orFormatOnly(LineComparison.compare(expected, actual, length), expected, actual, length);
      case Comparison.Tokens() -> tokens(expected, actual, length);
      case Comparison.Kattis kattis ->
          KattisComparison.compare(
              kattis, new Tokens(expected, expected.length), new Tokens(actual, length));
    };
  }

  private static ComparisonResult tokens(byte[] expected, byte[] actual, int length) {
    return TokenComparison.compare(
        new Tokens(expected, expected.length), new Tokens(actual, length));
  }

  private static ComparisonResult exact(byte[] expected, byte[] actual, int length) {
    int difference = Arrays.mismatch(expected, 0, expected.length, actual, 0, length);
    if (difference < 0) {
      return ComparisonResult.ACCEPTED;
    }
    int line = 1;
    for (int i = 0; i < difference; i++) {
      if (expected[i] == '\n') {
        line++;
      }
    }
    int judgeTo = Math.min(expected.length, difference + NEAR);
    int userTo = Math.min(length, difference + NEAR);
    ComparisonResult wrong =
        ComparisonResult.wrong(
            line,
            line,
            "byte %d, %s"
                .formatted(
                    difference + 1,
                    Excerpt.pair(expected, difference, judgeTo, actual, difference, userTo)));
    return orFormatOnly(wrong, expected, actual, length);
  }

  /** Right but for its white space is told apart where white space counts. */
  private static ComparisonResult orFormatOnly(
      ComparisonResult result, byte[] expected, byte[] actual, int length) {
    if (result.accepted() || !tokens(expected, actual, length).accepted()) {
      return result;
    }
    return new ComparisonResult(
        false, true, result.message().replaceFirst("^Wrong answer", "Wrong white space"));
  }
}
