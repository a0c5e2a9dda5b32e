package dev.glovebox.judge;

/**
 * What came of comparing an output with the expected one.
 *
 * @param accepted whether it will do
 * @param formatOnly whether it would do but for white space, where white space counts
 * @param message where it differs, safe to show; empty when accepted
 */
record ComparisonResult(boolean accepted, boolean formatOnly, String message) {

  static final ComparisonResult ACCEPTED = new ComparisonResult(true, false, "");

  static ComparisonResult wrong(String message) {
    return new ComparisonResult(false, false, message);
  }

  /** Wrong at these lines of both texts. */
  static ComparisonResult wrong(int userLine, int judgeLine, String what) {
    return wrong(
        "Wrong answer on line %d (line %d of the expected output): %s"
            .formatted(userLine, judgeLine, what));
  }
}
