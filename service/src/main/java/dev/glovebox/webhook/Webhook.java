package dev.glovebox.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    /** Whether a text is an http or https URL with a host and no password. */
    public static boolean isCallable(String url) {
      try {
        URI uri = new URI(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getPort() <= 65_535;
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }

  /** Nothing is sent any more. */
  public record Disabled(Instant at, String reason) {}
}
