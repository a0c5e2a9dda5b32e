package dev.glovebox.account;

import java.util.Map;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes of passwords: Argon2id with 16 MiB and two passes. Each names how it was made, so that
 * those of earlier versions (bcrypt) stay good.
 */
@Component
class Passwords {

  /** In place of a hash: of an account that no password opens. */
  static final String NONE = "none";

  private static final String NEWEST = "argon2@SpringSecurity_v5_8";

  private final PasswordEncoder encoder =
      new DelegatingPasswordEncoder(
          NEWEST,
          Map.of(
              NEWEST,
              Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
              "bcrypt",
              new BCryptPasswordEncoder()));

  /** Whether this is the password of which a hash is stored. */
  boolean match(String password, String hash) {
    return encoder.matches(password, hash);
  }

  /** What is stored of a password. */
  String hash(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("a password has no hash");
    }
    return hash;
  }
}
