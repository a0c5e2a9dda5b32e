package dev.glovebox.submission;

import java.math.BigDecimal;
import java.util.Optional;

/** How a program's output is compared with the expected one. */
public sealed interface Comparison {

  /** Byte for byte. */
  record Exact() implements Comparison {}

  /** Line by line; blanks at the ends of lines and empty lines at the end do not count. */
  record TrimLines() implements Comparison {}

  /** Token by token, case-sensitive; the amount and kind of white space does not count. */
  record Tokens() implements Comparison {}

  /**
   * The default output validator of the Kattis/ICPC problem package format 2025-09.
   *
   * @param caseSensitive whether A and a differ
   * @param spaceChangeSensitive whether white space must match
   * @param floatAbsolute largest absolute error of a number, where given
   * @param floatRelative largest relative error of a number, where given; with both given either
   *     suffices
   */
  record Kattis(
      boolean caseSensitive,
      boolean spaceChangeSensitive,
      Optional<BigDecimal> floatAbsolute,
      Optional<BigDecimal> floatRelative)
      implements Comparison {}
}
