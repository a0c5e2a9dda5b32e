package dev.glovebox.judge;

import dev.glovebox.problem.ProblemDefinition;

/** What the scores mean that a checker of the Kattis protocol writes. */
enum CheckerScores {
  /** The problem has none: writing one breaks the checker. */
  NONE,
  /**
   * A score of what the checker rejects means nothing, as in the legacy formats, whose tools have
   * always read it of accepted output alone.
   */
  OF_ACCEPTED,
  /** A score of what the checker rejects breaks it, as in 2025-09. */
  NEVER_OF_REJECTED;

  static CheckerScores of(ProblemDefinition problem) {
    if (!problem.scoring()) {
      return NONE;
    }
    return switch (problem.format()) {
      case KATTIS_LEGACY, ICPC_LEGACY -> OF_ACCEPTED;
      case KATTIS_2023_07, KATTIS_2025_09, POLYGON, NATIVE -> NEVER_OF_REJECTED;
    };
  }

  /** Whether the problem has scores. */
  boolean exist() {
    return this != NONE;
  }
}
