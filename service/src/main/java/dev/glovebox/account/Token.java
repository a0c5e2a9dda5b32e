package dev.glovebox.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code gbx_<prefix>_<secret>}.
 *
 * @param prefix public part, finds the row
 * @param secret 256 random bits in URL-safe Base64; only its SHA-256 is stored, which suffices for
 *     a secret that nobody can guess
 */
record Token(String prefix, String secret) {

  private static final Pattern FORM = Pattern.compile("gbx_([a-z2-7]{12})_([A-Za-z0-9_-]{43})");
  private static final String PREFIX_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  static Token generate(SecureRandom random) {
    var prefix = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      prefix.append(PREFIX_LETTERS.charAt(random.nextInt(PREFIX_LETTERS.length())));
    }
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return new Token(
        prefix.toString(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  static Optional<Token> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(new Token(form.group(1), form.group(2))) : Optional.empty();
  }

  byte[] secretHash() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String text() {
    return "gbx_" + prefix + "_" + secret;
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "gbx_" + prefix + "_...";
  }
}
