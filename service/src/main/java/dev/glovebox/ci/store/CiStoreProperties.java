package dev.glovebox.ci.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What CI jobs are given and what they leave.
 *
 * @param maxUpload largest archive
 * @param uploadTimeout how long an upload may take
 * @param uploads how long an upload is there for runs to name it
 * @param sources how long after the end of a run its source is kept, to try jobs again
 * @param tenant most bytes of all uploads and artifacts of a tenant
 * @param expiry how often is looked for what has expired
 */
@ConfigurationProperties("glovebox.ci.store")
public record CiStoreProperties(
    @DefaultValue("2GB") DataSize maxUpload,
    @DefaultValue("30m") Duration uploadTimeout,
    @DefaultValue("1d") Duration uploads,
    @DefaultValue("30d") Duration sources,
    @DefaultValue("20GB") DataSize tenant,
    @DefaultValue("5m") Duration expiry) {

  public CiStoreProperties {
    if (maxUpload.toBytes() < 1 || tenant.toBytes() < 1) {
      throw new IllegalArgumentException(
          "glovebox.ci.store.max-upload and tenant must be positive");
    }
    if (!uploadTimeout.isPositive() || !uploads.isPositive() || !expiry.isPositive()) {
      throw new IllegalArgumentException(
          "glovebox.ci.store.upload-timeout, uploads and expiry must be positive");
    }
    if (sources.isNegative()) {
      throw new IllegalArgumentException("glovebox.ci.store.sources must not be negative");
    }
  }
}
