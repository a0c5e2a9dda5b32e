package dev.glovebox.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is told.
 *
 * @param terms what about
 * @param disabled since when and why nothing is sent
 * @param formerSecretUntil until when the secret before the present one signs, too
 */
public record Webhook(
    UUID id,
    Terms terms,
    Optional<Disabled> disabled,
    Optional<Instant> formerSecretUntil,
    Instant createdAt) {

  /**
   * Who is told of what.
   *
   * @param url http or https
   * @param events some of {@link Webhooks#EVENTS}
   * @param project the only one that matters; empty = all
   * @param hubSignature whether to sign as GitHub does, too
   */
  public record Terms(
      String url, List<String> events, Optional<String> project, boolean hubSignature) {
    public Terms {
      events = List.copyOf(events);
    }
  }

  /** Nothing is sent any more. */
  public record Disabled(Instant at, String reason) {}
}
