package dev.glovebox.problem.format;

import dev.glovebox.submission.Verdict;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Verdicts that packages name, as sets of ours: package formats know fewer than we do, so that
 * several of ours keep one promise.
 */
final class Verdicts {

  static final Set<Verdict> ACCEPTED = Set.of(Verdict.ACCEPTED);

  /** Rejected by a validator, whatever was said about how, or more output than allowed. */
  static final Set<Verdict> WRONG =
      Set.of(
          Verdict.WRONG_ANSWER,
          Verdict.PRESENTATION_ERROR,
          Verdict.NO_OUTPUT,
          Verdict.OUTPUT_LIMIT);

  static final Set<Verdict> SLOW = Set.of(Verdict.TIME_LIMIT, Verdict.WALL_LIMIT);

  /** A crash, or memory: these formats have no verdict for memory. */
  static final Set<Verdict> CRASHED =
      Set.of(Verdict.RUNTIME_ERROR, Verdict.MEMORY_LIMIT, Verdict.SECURITY_VIOLATION);

  static final Set<Verdict> REJECTED = union(WRONG, SLOW, CRASHED);

  private Verdicts() {}

  @SafeVarargs
  static Set<Verdict> union(Set<Verdict>... sets) {
    var all = EnumSet.noneOf(Verdict.class);
    for (Set<Verdict> set : sets) {
      all.addAll(set);
    }
    return Set.copyOf(all);
  }

  /** A code of the format 2025-09. */
  static Optional<Set<Verdict>> ofCode(String code) {
    return switch (code) {
      case "AC" -> Optional.of(ACCEPTED);
      case "WA" -> Optional.of(WRONG);
      case "TLE" -> Optional.of(SLOW);
      case "RTE" -> Optional.of(CRASHED);
      default -> Optional.empty();
    };
  }

  /** A name of DOMjudge's {@code @EXPECTED_RESULTS@}. */
  static Optional<Set<Verdict>> ofExpectedResult(String name) {
    return switch (name.strip().toUpperCase(Locale.ROOT).replace('_', '-')) {
      case "CORRECT", "ACCEPTED" -> Optional.of(ACCEPTED);
      case "WRONG-ANSWER" -> Optional.of(WRONG);
      case "TIMELIMIT", "TIME-LIMIT-EXCEEDED", "TIME-LIMIT" -> Optional.of(SLOW);
      case "RUN-ERROR", "RUN-TIME-ERROR", "RUNTIME-ERROR" -> Optional.of(CRASHED);
      case "COMPILER-ERROR", "COMPILE-ERROR" -> Optional.of(Set.of(Verdict.COMPILE_ERROR));
      case "NO-OUTPUT" -> Optional.of(Set.of(Verdict.NO_OUTPUT));
      case "OUTPUT-LIMIT", "OUTPUT-LIMIT-EXCEEDED" -> Optional.of(Set.of(Verdict.OUTPUT_LIMIT));
      case "MEMORY-LIMIT", "MEMORY-LIMIT-EXCEEDED" -> Optional.of(Set.of(Verdict.MEMORY_LIMIT));
      default -> Optional.empty();
    };
  }
}
