package dev.glovebox.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How API keys are checked, and who has a password.
 *
 * @param keyCache how long a key that was looked up is believed without asking the database, and so
 *     how long a key that another process revoked goes on working
 * @param useRecording how often the times of last use are written
 * @param overlap how long the secret before a rotation works beside the new one, unless a rotation
 *     says otherwise
 * @param maxOverlap the longest that a rotation may say
 * @param passwordSignIn who may sign in with a password
 */
@ConfigurationProperties("glovebox.account")
public record AccountProperties(
    @DefaultValue("5s") Duration keyCache,
    @DefaultValue("30s") Duration useRecording,
    @DefaultValue("1d") Duration overlap,
    @DefaultValue("30d") Duration maxOverlap,
    @DefaultValue("everyone") PasswordSignIn passwordSignIn) {

  /** Who may sign in with a password. */
  public enum PasswordSignIn {
    /** Everybody who has one. */
    EVERYONE,
    /** Administrators whom no provider vouches for: the way in when the provider is gone. */
    ADMINISTRATORS
  }

  public AccountProperties {
    if (overlap.isNegative() || overlap.compareTo(maxOverlap) > 0) {
      throw new IllegalArgumentException(
          "glovebox.account.overlap must be between 0 and glovebox.account.max-overlap");
    }
  }
}
