package dev.glovebox.drill;

import dev.glovebox.sandbox.IsolationTier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A drill and how far it has come.
 *
 * @param tier isolation of the attacks
 * @param selection ids of attacks and letters of families; empty = all
 * @param message why it was interrupted; empty otherwise
 * @param begunBy who began it
 * @param counts its attacks by what came of them
 * @param finishedAt present exactly when it does not run any more
 */
public record Drill(
    UUID id,
    IsolationTier tier,
    List<String> selection,
    State state,
    String message,
    String begunBy,
    Counts counts,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  /** Where a drill is. */
  public enum State {
    RUNNING,
    /** Every attack was made, or it is known why not. */
    DONE,
    /** Somebody ended it; what was left is not run. */
    CANCELLED,
    /** A fault of the service ended it; what was left is not run. */
    INTERRUPTED
  }

  /** What came of an attack. */
  public enum Result {
    /** It was not made yet. */
    WAITING,
    /** What had to come of it came. */
    HELD,
    /** Something else came of it. */
    BROKEN,
    /** It could not be made, so nothing is known. */
    NOT_RUN,
    /** No drill makes it. */
    NOT_PART
  }

  /** How many attacks have which {@link Result}. */
  public record Counts(int waiting, int held, int broken, int notRun, int notPart) {

    /** All that a drill makes. */
    public int total() {
      return waiting + held + broken + notRun;
    }

    /** Those of which it is known by now what came of them. */
    public int ended() {
      return total() - waiting;
    }
  }

  /**
   * An attack of the drill.
   *
   * @param attack id, for example {@code A01}
   * @param title what it does
   * @param why what holds it
   * @param expected what must come of it, in words
   * @param got what came, in words; empty while nothing did
   * @param complaints what is wrong with that, may quote hostile output; not empty exactly when it
   *     is {@link Result#BROKEN}
   * @param note why it was not run, or what could not be looked at
   * @param submission the attack
   * @param honest the honest program after it
   * @param worker which made it; empty while it is not known
   */
  public record Outcome(
      String attack,
      String title,
      String why,
      String expected,
      Result result,
      String got,
      List<String> complaints,
      String note,
      Optional<UUID> submission,
      Optional<UUID> honest,
      String worker,
      Optional<Instant> endedAt) {}

  /**
   * An attack that would be made.
   *
   * @param expected what must come of it, in words
   * @param hindrance why it can't be made now; empty = it can
   */
  public record Planned(
      String attack, String title, String why, String expected, boolean part, String hindrance) {}
}
