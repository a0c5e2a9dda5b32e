package dev.glovebox.ci.execute;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How images of CI jobs are fetched.
 *
 * @param registries hosts, with {@code :port} where they have one, that images may be fetched from;
 *     none: images are never fetched
 * @param loginsFile Docker's {@code config.json} with logins that are used for all jobs
 * @param largest most that the layers of one image may have
 * @param keep most that all fetched images may have, by the engine's count, before those unused for
 *     the longest time go
 * @param patience how long the fetching of one image may take
 * @param again how long to wait before the second try of what failed for the moment; four times as
 *     long before the third
 */
@Validated
@ConfigurationProperties("glovebox.ci.images")
record ImageProperties(
    @DefaultValue("docker.io") Set<String> registries,
    @Nullable Path loginsFile,
    @DefaultValue("10GB") @NotNull DataSize largest,
    @DefaultValue("40GB") @NotNull DataSize keep,
    @DefaultValue("10m") @NotNull Duration patience,
    @DefaultValue("2s") @NotNull Duration again) {

  ImageProperties {
    registries = Set.copyOf(registries);
    if (!patience.isPositive() || again.isNegative()) {
      throw new IllegalArgumentException(
          "glovebox.ci.images.patience must be positive, glovebox.ci.images.again not negative");
    }
  }

  Optional<Path> logins() {
    return Optional.ofNullable(loginsFile);
  }
}
