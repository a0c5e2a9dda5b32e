package dev.glovebox.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Sign-ins that were begun: in the database, so that any process can finish them, and gone when one
 * does, so that nothing can be finished twice.
 */
class Attempts {

  /** How long people may take at the provider. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String BEGIN =
      """
      insert into openid_attempt (secret_hash, state, nonce, verifier, redirect_uri, target, expires_at)
      values (:hash, :state, :nonce, :verifier, :redirectUri, :target, :expires)
      """;

  private static final String TAKE =
      """
      delete from openid_attempt where secret_hash = :hash
      returning state, nonce, verifier, redirect_uri, target, expires_at
      """;

  private static final String FORGET = "delete from openid_attempt where expires_at <= :now";

  private final JdbcClient jdbc;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Attempts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * What is needed again when the provider has answered.
   *
   * @param state that the answer must have
   * @param nonce of which the token must have the hash
   * @param verifier whose hash the provider was given (RFC 7636)
   * @param redirectUri where the answer comes
   * @param target the page that was wanted
   */
  record Attempt(String state, String nonce, String verifier, String redirectUri, String target) {}

  /**
   * Keeps it for {@link #LIFETIME}.
   *
   * @return the secret of the browser that began, which alone can finish
   */
  String begin(Attempt attempt) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(BEGIN)
        .param("hash", hash(secret))
        .param("state", attempt.state())
        .param("nonce", attempt.nonce())
        .param("verifier", attempt.verifier())
        .param("redirectUri", attempt.redirectUri())
        .param("target", attempt.target())
        .param("expires", utc(clock.instant().plus(LIFETIME)))
        .update();
    return secret;
  }

  /** What was begun with this secret; empty when it was not, is too long ago, or was taken. */
  Optional<Attempt> take(String secret) {
    Instant now = clock.instant();
    return jdbc.sql(TAKE)
        .param("hash", hash(secret))
        .query((row, _) ->
            new Kept(
                new Attempt(
                    row.getString("state"),
                    row.getString("nonce"),
                    row.getString("verifier"),
                    row.getString("redirect_uri"),
                    row.getString("target")),
                row.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .optional()
        .filter(kept -> kept.expiresAt().isAfter(now))
        .map(Kept::attempt);
  }

  private record Kept(Attempt attempt, Instant expiresAt) {}

  /** Removes what nobody finished. */
  @Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
  void forgetExpired() {
    jdbc.sql(FORGET).param("now", utc(clock.instant())).update();
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
