package dev.glovebox.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that somebody is told.
 *
 * @param id also the {@code webhook-id} of each of its calls
 * @param state pending, delivered or failed
 * @param attempts calls so far
 * @param nextAt when a pending one is tried
 * @param last the last call
 */
public record Delivery(
    UUID id,
    String type,
    String state,
    int attempts,
    Instant createdAt,
    Optional<Instant> nextAt,
    Optional<Instant> endedAt,
    Optional<Attempt> last) {

  /**
   * One call.
   *
   * @param took until the answer, or until it failed
   * @param status of HTTP, where there was an answer
   * @param outcome for the operator
   * @param answer how the answer's body begins: hostile text
   */
  public record Attempt(
      int number,
      Instant at,
      Duration took,
      Optional<Integer> status,
      String outcome,
      String answer) {}
}
