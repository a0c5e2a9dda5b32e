package dev.glovebox.verification;

import dev.glovebox.submission.Verdict;

/**
 * The few verdicts that packages speak of; ours are finer. Two verdicts of one family keep the same
 * promise.
 */
enum Family {
  ACCEPTED,
  WRONG_ANSWER,
  TIME_LIMIT_EXCEEDED,
  RUN_TIME_ERROR,
  COMPILE_ERROR,
  /** Nothing that a solution can promise. */
  NONE;

  static Family of(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> ACCEPTED;
      case WRONG_ANSWER, PRESENTATION_ERROR, NO_OUTPUT, OUTPUT_LIMIT -> WRONG_ANSWER;
      case TIME_LIMIT, WALL_LIMIT -> TIME_LIMIT_EXCEEDED;
      case RUNTIME_ERROR, MEMORY_LIMIT, SECURITY_VIOLATION -> RUN_TIME_ERROR;
      case COMPILE_ERROR -> COMPILE_ERROR;
      case SKIPPED, CANCELLED, INTERNAL_ERROR -> NONE;
    };
  }
}
