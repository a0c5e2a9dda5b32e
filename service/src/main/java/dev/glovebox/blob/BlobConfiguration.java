package dev.glovebox.blob;

import dev.glovebox.platform.GloveboxProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the store on the disk, or into a bucket where one is named. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlobProperties.class)
class BlobConfiguration {

  private static final Logger log = LoggerFactory.getLogger(BlobConfiguration.class);

  @Bean
  BlobStore blobs(
      BlobProperties properties, GloveboxProperties glovebox, ObjectProvider<Clock> clocks)
      throws IOException {
    Path given = properties.directory();
    Path directory = given == null ? glovebox.home().resolve("blobs") : given;
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    String bucket = properties.s3().bucket();
    return bucket == null || bucket.isBlank()
        ? onDisk(directory, clock)
        : inBucket(properties.s3(), bucket, directory, clock);
  }

  private static BlobStore onDisk(Path directory, Clock clock) throws IOException {
    var blobs = new DiskBlobs(directory, clock);
    blobs.removeLeftovers();
    return blobs;
  }

  private static BlobStore inBucket(
      BlobProperties.S3 s3, String bucket, Path directory, Clock clock) throws IOException {
    URI endpoint = s3.endpoint();
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "glovebox.blobs.s3.endpoint is needed for glovebox.blobs.s3.bucket");
    }
    var settings =
        new S3Settings(endpoint, s3.region(), bucket, s3.prefix(), s3.accessKey(), s3.secretKey());
    var stages = new StageFolder(directory.resolve("incoming"), clock);
    stages.removeLeftovers();
    log.info("Contents are kept in {}", settings);
    return new S3Blobs(new S3Bucket(settings), s3.prefix(), stages, clock);
  }
}
