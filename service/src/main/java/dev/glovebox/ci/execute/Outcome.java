package dev.glovebox.ci.execute;

import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {

  /** All went well. */
  record Success() implements Outcome {}

  /**
   * It failed.
   *
   * @param reason stable, snake case, such as {@code script_failure} or {@code job_timeout}
   * @param sentence for people: what was wrong, where, what to do
   * @param exitCode of the step that failed; 128 and the number for a signal
   * @param signal such as {@code SIGKILL}
   * @param retryable whether an infrastructure or image failure may be gone another time; of a
   *     service's failure: whether it may have been the engine's
   */
  record Failure(
      FailureClass failureClass,
      String reason,
      String sentence,
      Optional<Integer> exitCode,
      Optional<String> signal,
      boolean retryable)
      implements Outcome {}

  /** It was ended early as asked, and nothing of it runs any more. */
  record Canceled() implements Outcome {}
}
