package dev.glovebox.ci.store;

import dev.glovebox.blob.BlobStaging;
import dev.glovebox.blob.Blobs;
import dev.glovebox.blob.NamedBlobs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the store of CI jobs together, in every process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CiStoreProperties.class, CacheProperties.class})
class CiStoreConfiguration {

  @Bean
  Uploads uploads(BlobStaging staging, JdbcClient jdbc, CiStoreProperties properties) {
    return new Uploads(staging, jdbc, space(jdbc, properties), properties.uploads());
  }

  @Bean
  Artifacts artifacts(Blobs blobs, JdbcClient jdbc, CiStoreProperties properties) {
    return new Artifacts(blobs, jdbc, space(jdbc, properties));
  }

  @Bean
  Caches caches(
      Blobs blobs, JdbcClient jdbc, TransactionTemplate transaction, CacheProperties properties) {
    return new Caches(blobs, jdbc, transaction, properties);
  }

  @Bean
  ArtifactFiles artifactFiles(Blobs blobs) {
    return new ArtifactFiles(blobs);
  }

  @Bean
  NamedBlobs storedBlobs(JdbcClient jdbc, CiStoreProperties properties) {
    return new StoredBlobs(jdbc, properties.sources());
  }

  private static TenantSpace space(JdbcClient jdbc, CiStoreProperties properties) {
    return new TenantSpace(jdbc, properties.tenant().toBytes());
  }
}
