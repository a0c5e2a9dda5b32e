package dev.glovebox.blob;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where large contents are kept.
 *
 * @param directory shared by all processes of the service; none = {@code blobs} under {@code
 *     glovebox.home}
 */
@ConfigurationProperties("glovebox.blobs")
record BlobProperties(@Nullable Path directory) {}
