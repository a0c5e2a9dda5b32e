package dev.glovebox.blob;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A bucket of a server that speaks S3.
 *
 * @param endpoint {@code http} or {@code https}, host, and port where it is not the usual one;
 *     buckets are the first part of the path
 * @param region as the server calls it
 * @param bucket is there already
 * @param prefix of all names, such as {@code glovebox/}; may be empty
 */
record S3Settings(
    URI endpoint, String region, String bucket, String prefix, String accessKey, String secretKey) {

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._/-]{0,199}|");

  S3Settings {
    boolean plain =
        ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
            && endpoint.getHost() != null
            && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/"))
            && endpoint.getQuery() == null
            && endpoint.getUserInfo() == null;
    if (!plain) {
      throw new IllegalArgumentException(
          "glovebox.blobs.s3.endpoint must be like https://host:port, not " + endpoint);
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "glovebox.blobs.s3.bucket must be the name of a bucket, not " + bucket);
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "glovebox.blobs.s3.prefix may have letters, digits and . _ / -, not " + prefix);
    }
    if (accessKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException(
          "glovebox.blobs.s3.access-key and secret-key are needed for glovebox.blobs.s3.bucket");
    }
  }

  /** As in headers: with the port where it is not the usual one. */
  String host() {
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() < 0 || endpoint.getPort() == usual
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  /** Without the keys, for logs. */
  @Override
  public String toString() {
    return "%s://%s/%s/%s".formatted(endpoint.getScheme(), host(), bucket, prefix);
  }
}
