package dev.glovebox.blob;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as the S3 API wants it: AWS Signature Version 4 with the hash of the body in a
 * header, as in Amazon's "Authenticating Requests: Using the Authorization Header".
 */
final class S3Signature {

  /** SHA-256 of no bytes. */
  static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final S3Settings settings;

  S3Signature(S3Settings settings) {
    this.settings = settings;
  }

  /**
   * The headers to send beside {@code Host}.
   *
   * @param path as it is sent
   * @param query as it is sent: encoded, names in order; may be empty
   * @param sha256 of the body
   */
  Map<String, String> headers(
      String method, String path, String query, String sha256, Instant now) {
    String time = TIME.format(now);
    String day = time.substring(0, 8);
    String request =
        String.join(
            "\n",
            method,
            path,
            query,
            "host:" + settings.host(),
            "x-amz-content-sha256:" + sha256,
            "x-amz-date:" + time,
            "",
            SIGNED,
            sha256);
    String scope = "%s/%s/s3/aws4_request".formatted(day, settings.region());
    String toSign = String.join("\n", ALGORITHM, time, scope, hex(hash(request)));
    byte[] key =
        hmac(
            hmac(hmac(hmac(bytes("AWS4" + settings.secretKey()), day), settings.region()), "s3"),
            "aws4_request");
    return Map.of(
        "x-amz-date",
        time,
        "x-amz-content-sha256",
        sha256,
        "Authorization",
        "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
            .formatted(ALGORITHM, settings.accessKey(), scope, SIGNED, hex(hmac(key, toSign))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
