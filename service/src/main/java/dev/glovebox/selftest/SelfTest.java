package dev.glovebox.selftest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A self-test of a worker.
 *
 * @param worker name of the worker
 * @param askedBy who wanted it
 * @param sandbox how its sandboxes were made, for people; empty while none was
 * @param message why it is incomplete; empty otherwise
 * @param checks those that were made by now, in order
 * @param finishedAt present exactly at its end
 */
public record SelfTest(
    UUID id,
    String worker,
    State state,
    String askedBy,
    String sandbox,
    String message,
    List<Outcome> checks,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  public SelfTest {
    checks = List.copyOf(checks);
  }

  /** Where a self-test is. */
  public enum State {
    /** The worker has not taken it yet. */
    WAITING,
    RUNNING,
    /** Every check came out as it must. */
    PASSED,
    /** One of them did not: the worker does not keep what it promises. */
    FAILED,
    /** Some could not be made, the others came out well: nothing is proven. */
    INCOMPLETE;

    /** Whether it is over. */
    public boolean ended() {
      return this != WAITING && this != RUNNING;
    }
  }

  /** What came of a check. */
  public enum Result {
    PASSED,
    FAILED,
    /** It could not be made, so nothing is known. */
    NOT_RUN
  }

  /**
   * A check that was made.
   *
   * @param name stable, for example {@code no-network}
   * @param title what it is about
   * @param expected what must come of it, in words
   * @param got what came, in words; why nothing did where it was not run. May quote what its
   *     program wrote
   * @param complaints what is wrong with that; not empty exactly when it is {@link Result#FAILED}
   * @param took waiting for the sandbox included
   */
  public record Outcome(
      String name,
      String title,
      String expected,
      Result result,
      String got,
      List<String> complaints,
      Duration took,
      Instant endedAt) {

    public Outcome {
      complaints = List.copyOf(complaints);
    }
  }
}
