package dev.glovebox.problem;

import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a jury solution promises. */
public sealed interface Promise {

  /**
   * Legacy and Polygon: the verdict of the whole.
   *
   * @param allowed any of them keeps the promise
   * @param score where the score is promised too
   * @param boundsTimeLimit whether the time limit is derived from it (accepted solutions)
   */
  record Overall(Set<Verdict> allowed, Optional<ScoreRange> score, boolean boundsTimeLimit)
      implements Promise {
    public Overall {
      allowed = Set.copyOf(allowed);
    }
  }

  /**
   * 2025-09: verdicts of the single tests.
   *
   * @param rules those for all tests first; each test must keep every rule that matches it
   * @param timeLimit how its times bound the time limit
   */
  record EachTest(List<Rule> rules, TimeLimitUse timeLimit) implements Promise {
    public EachTest {
      rules = List.copyOf(rules);
    }
  }

  /** Nothing: it is judged and shown. */
  record Nothing() implements Promise {}

  /**
   * @param group path of the group or test it is for, a glob relative to {@code data}; empty = all
   * @param permitted each test must have one of these; empty = any
   * @param required at least one test must have one of these; empty = none
   * @param score of the whole (no group) or of the group
   * @param message part of the checker's message of at least one test
   */
  record Rule(
      Optional<String> group,
      Set<Verdict> permitted,
      Set<Verdict> required,
      Optional<ScoreRange> score,
      Optional<String> message) {
    public Rule {
      permitted = Set.copyOf(permitted);
      required = Set.copyOf(required);
    }
  }

  /** Both ends included. */
  record ScoreRange(BigDecimal least, BigDecimal most) {}

  /** How a solution's times bound the time limit. */
  enum TimeLimitUse {
    NONE,
    /** Must fit below it, with the margin of accepted solutions. */
    LOWER,
    /** Must exceed it on some test, with the other margin. */
    UPPER
  }
}
