package dev.glovebox.ci.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Caches of CI jobs. Beyond the bounds the least recently used ones go.
 *
 * @param largest most bytes of one cache
 * @param project most bytes of all caches of a project
 * @param tenant most bytes of all caches of a tenant
 * @param unused how long a cache is kept that no job uses
 */
@ConfigurationProperties("glovebox.ci.caches")
public record CacheProperties(
    @DefaultValue("2GB") DataSize largest,
    @DefaultValue("5GB") DataSize project,
    @DefaultValue("20GB") DataSize tenant,
    @DefaultValue("30d") Duration unused) {

  public CacheProperties {
    if (largest.toBytes() < 1 || project.toBytes() < 1 || tenant.toBytes() < 1) {
      throw new IllegalArgumentException(
          "glovebox.ci.caches.largest, project and tenant must be positive");
    }
    if (!unused.isPositive()) {
      throw new IllegalArgumentException("glovebox.ci.caches.unused must be positive");
    }
  }
}
