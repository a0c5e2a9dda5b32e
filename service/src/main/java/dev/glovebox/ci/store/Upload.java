package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import java.time.Instant;
import java.util.UUID;

/**
 * An archive that runs can begin with.
 *
 * @param expiresAt from then on no run can name it; those that have named it keep it
 */
public record Upload(
    UUID id, ArchiveFormat format, Blob blob, Instant createdAt, Instant expiresAt) {}
