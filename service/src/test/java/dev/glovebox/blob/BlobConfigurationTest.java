package dev.glovebox.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.platform.GloveboxProperties;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class BlobConfigurationTest {

  @TempDir Path home;

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(GloveboxProperties.class)
  static class Platform {}

  private ApplicationContextRunner with(String... properties) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Platform.class, BlobConfiguration.class)
        .withPropertyValues("glovebox.home=" + home)
        .withPropertyValues(properties);
  }

  @Test
  void theDirectoryIsTheStoreUnlessABucketIsNamed() {
    with().run(context -> assertThat(context.getBean(Blobs.class)).isInstanceOf(DiskBlobs.class));
    with(
            "glovebox.blobs.s3.endpoint=https://s3.example.org",
            "glovebox.blobs.s3.bucket=contents",
            "glovebox.blobs.s3.access-key=key",
            "glovebox.blobs.s3.secret-key=secret")
        .run(context -> {
          assertThat(context.getBean(Blobs.class)).isInstanceOf(S3Blobs.class);
          assertThat(context.getBean(BlobStaging.class)).isSameAs(context.getBean(Blobs.class));
          assertThat(context.getBean(BlobProperties.class).toString()).doesNotContain("secret");
        });
  }

  @Test
  void aBucketNeedsAnEndpointAndKeys() {
    with("glovebox.blobs.s3.bucket=contents")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("s3.endpoint"));
    with("glovebox.blobs.s3.bucket=contents", "glovebox.blobs.s3.endpoint=https://s3.example.org")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("access-key"));
  }
}
