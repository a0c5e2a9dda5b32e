package dev.glovebox.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where large contents are kept.
 *
 * @param directory shared by all processes of the service; none = {@code blobs} under {@code
 *     glovebox.home}
 * @param sweep how often contents that nothing names any more are looked for
 * @param s3 a bucket in place of the directory, which then holds only what is not stored yet, and
 *     is each process's own
 */
@ConfigurationProperties("glovebox.blobs")
record BlobProperties(
    @Nullable Path directory, @DefaultValue("6h") Duration sweep, @DefaultValue S3 s3) {

  /**
   * A bucket of a server that speaks S3.
   *
   * @param endpoint such as {@code https://s3.example.org}
   * @param region as the server calls it
   * @param bucket is there already; none = the directory is the store
   * @param prefix of the names of all objects
   * @param accessKey of an account that may list the bucket, and get, put and delete objects
   * @param secretKey belongs to the access key
   */
  record S3(
      @Nullable URI endpoint,
      @DefaultValue("us-east-1") String region,
      @Nullable String bucket,
      @DefaultValue("") String prefix,
      @DefaultValue("") String accessKey,
      @DefaultValue("") String secretKey) {

    /** Without the secret, for logs. */
    @Override
    public String toString() {
      return "S3[%s/%s]".formatted(endpoint, bucket);
    }
  }
}
