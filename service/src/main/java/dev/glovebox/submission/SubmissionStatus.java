package dev.glovebox.submission;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a submission is and what came of it. Costs what its result costs to read, however large the
 * inputs and expected outputs are.
 *
 * @param submission what was asked, in outline
 * @param state where it is
 * @param progress how far it has come; known to the last notification
 * @param attempt how often it was tried; 0 while it waits for the first
 * @param startedAt when the last attempt began
 * @param finishedAt when it ended
 * @param result present exactly when {@code state} is {@link SubmissionView.State#DONE}
 */
public record SubmissionStatus(
    SubmissionOutline submission,
    SubmissionView.State state,
    Progress progress,
    int attempt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<SubmissionResult> result) {

  /** The same with everything that was asked. */
  SubmissionView with(Submission whole) {
    return new SubmissionView(whole, state, progress, attempt, startedAt, finishedAt, result);
  }
}
