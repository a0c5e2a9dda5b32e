package dev.glovebox.operation;

import dev.glovebox.submission.Priority;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation and how far it has come.
 *
 * @param selection the filter, in words
 * @param priority to which it moves; present exactly for {@link Kind#PRIORITY}
 * @param reason for people
 * @param message why it failed; empty otherwise
 * @param total how many the filter selected when it was asked for
 * @param done with how many it was done
 * @param failed with how many it could not be done
 * @param leftOut with how many nothing was to be done any more, or that were left when it was
 *     stopped
 * @param stopBy who wants it stopped
 * @param createdAt when the filter was read
 * @param finishedAt present exactly when it does not run any more
 */
public record Operation(
    UUID id,
    Kind kind,
    String selection,
    Optional<Priority> priority,
    String reason,
    String begunBy,
    State state,
    String message,
    long total,
    long done,
    long failed,
    long leftOut,
    Optional<String> stopBy,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  /** What is done. */
  public enum Kind {
    /** Submissions that wait or run are cancelled. */
    CANCEL,
    /** Submissions that wait get another priority. */
    PRIORITY,
    /** Failed jobs of failed CI runs are started again. */
    RETRY,
    /** Submissions that ended in an internal error are judged again, and get the new results. */
    REQUEUE
  }

  /** Where an operation is. */
  public enum State {
    RUNNING,
    DONE,
    /** Somebody stopped it; what was done stays so. */
    STOPPED,
    /** A fault of the service ended it; what was done stays so. */
    FAILED
  }

  /** What has its end by now. */
  public long ended() {
    return done + failed + leftOut;
  }

  /** Whether it ends between two steps. */
  public boolean stopping() {
    return state == State.RUNNING && stopBy.isPresent();
  }

  /**
   * Something with which it was not done.
   *
   * @param subject a submission, or a CI job
   * @param failed whether it could not be; otherwise there was nothing to do any more
   * @param note why
   */
  public record Remainder(UUID subject, boolean failed, String note) {}
}
