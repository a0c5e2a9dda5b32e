package dev.glovebox.queue;

import java.time.Instant;

/**
 * What happened when a job was tried.
 *
 * @param number which try, from 1; one that was given back does not count
 * @param worker instance that had the lease
 * @param outcome how it ended
 * @param detail evidence for operators, may be empty
 */
public record Attempt(
    int number,
    String worker,
    Outcome outcome,
    String detail,
    Instant startedAt,
    Instant finishedAt) {

  /** How an attempt ended. */
  public enum Outcome {
    /** With a result. */
    DONE,
    /** For our own reasons. */
    FAILED,
    /** The worker fell silent. */
    LOST,
    /** The worker was stopped, or could do no work at all; does not count. */
    GIVEN_BACK,
    /** Not an attempt any more: the job was given up. */
    GAVE_UP
  }
}
