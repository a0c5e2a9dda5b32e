package dev.glovebox.blob;

import dev.glovebox.platform.GloveboxProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the store on the disk. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlobProperties.class)
class BlobConfiguration {

  @Bean
  DiskBlobs blobs(
      BlobProperties properties, GloveboxProperties glovebox, ObjectProvider<Clock> clock)
      throws IOException {
    Path directory = properties.directory();
    var blobs =
        new DiskBlobs(
            directory == null ? glovebox.home().resolve("blobs") : directory,
            clock.getIfAvailable(Clock::systemUTC));
    blobs.removeLeftovers();
    return blobs;
  }
}
