package dev.glovebox.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent: HMAC-SHA256 (RFC 2104) as Standard Webhooks 1.0 and GitHub use it. */
final class Secret {

  static final int BYTES = 32;

  private final byte[] key;

  Secret(byte[] key) {
    this.key = key.clone();
  }

  static Secret random(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new Secret(key);
  }

  byte[] bytes() {
    return key.clone();
  }

  /** As verifiers take it; shown once. */
  String shown() {
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }

  /** One signature of the header {@code webhook-signature}. */
  String signature(String id, long timestamp, byte[] body) {
    Mac mac = mac();
    mac.update("%s.%d.".formatted(id, timestamp).getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  /** The header {@code X-Hub-Signature-256}. */
  String hubSignature(byte[] body) {
    return "sha256=" + HexFormat.of().formatHex(mac().doFinal(body));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
