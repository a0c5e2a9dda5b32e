package dev.glovebox.submission;

import java.time.Instant;
import java.util.Optional;

/**
 * A submission with its state, as readers see it.
 *
 * @param submission what was asked
 * @param state where it is
 * @param progress how far it has come; known to the last notification
 * @param attempt how often it was tried; 0 while it waits for the first
 * @param startedAt when the last attempt began
 * @param finishedAt when it ended
 * @param result present exactly when {@code state} is {@link State#DONE}
 */
public record SubmissionView(
    Submission submission,
    State state,
    Progress progress,
    int attempt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<SubmissionResult> result) {

  /** Where a submission is. A cancelled or failed one is done too: its verdict says so. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE
  }
}
