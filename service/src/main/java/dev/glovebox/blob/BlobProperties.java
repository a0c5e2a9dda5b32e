package dev.glovebox.blob;

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
 */
@ConfigurationProperties("glovebox.blobs")
record BlobProperties(@Nullable Path directory, @DefaultValue("6h") Duration sweep) {}
