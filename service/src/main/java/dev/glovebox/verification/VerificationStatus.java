package dev.glovebox.verification;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A verification and how far it has come.
 *
 * @param problem id of the problem
 * @param version that is verified
 * @param message why it failed; empty otherwise
 * @param report so far
 * @param finishedAt present exactly when it does not run any more
 */
public record VerificationStatus(
    UUID id,
    String problem,
    String version,
    State state,
    String message,
    VerificationReport report,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  /** Where a verification is. */
  public enum State {
    RUNNING,
    /** There is a complete report, good or bad. */
    DONE,
    /** It could not be brought to its end, by a fault of the service. */
    FAILED,
    /** Somebody ended it; the report says how far it had come. */
    CANCELED
  }
}
