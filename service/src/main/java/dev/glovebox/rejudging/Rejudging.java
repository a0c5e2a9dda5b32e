package dev.glovebox.rejudging;

import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A rejudging and how far it has come.
 *
 * @param submissions how many are judged again
 * @param judged how many judgings have ended, all rounds together
 * @param total how many judgings there are, all rounds together
 * @param failed how many could not be judged again; their results stay
 * @param endedAt when it was applied or discarded
 */
public record Rejudging(
    UUID id,
    String reason,
    State state,
    int rounds,
    int submissions,
    int judged,
    int total,
    int failed,
    Instant createdAt,
    Optional<Instant> endedAt) {

  /** Where a rejudging is. */
  public enum State {
    /** Trials are still being judged. */
    RUNNING,
    /** Everything is judged: it can be applied or discarded. */
    READY,
    APPLIED,
    DISCARDED
  }

  /**
   * A cell of the matrix of changes, by the first round.
   *
   * @param from verdict before
   * @param to verdict of the trial
   */
  public record Change(Verdict from, Verdict to, int submissions) {}

  /**
   * A submission whose verdict changes, or whose rounds did not agree.
   *
   * @param rounds verdicts of the trials, in the order of rounds
   */
  public record Changed(SubmissionId submission, Verdict before, List<Verdict> rounds) {}

  /**
   * What would change, or did.
   *
   * @param changed at most {@link Rejudgings#MOST_SHOWN}, those with different rounds first
   * @param flaky how many submissions had rounds that did not agree
   */
  public record Preview(List<Change> matrix, List<Changed> changed, int flaky) {}

  /**
   * A judging of a submission.
   *
   * @param judgedAt when the result was written
   * @param replacedBy rejudging that replaced it; empty = it is the present one
   */
  public record Judging(Verdict verdict, Instant judgedAt, Optional<UUID> replacedBy) {}
}
