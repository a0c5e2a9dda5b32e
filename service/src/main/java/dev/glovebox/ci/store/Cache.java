package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Files that jobs of a project keep for later ones.
 *
 * @param trusted whether a trusted run saved it
 * @param ref of the runs that see it where none of them is trusted; otherwise empty
 * @param version how often the key was saved, from 1
 * @param job that saved it; empty once its run is gone
 * @param format {@code tar.zst} or {@code zip}
 * @param files how many are in it
 * @param hits how often it was used
 */
public record Cache(
    UUID id,
    String key,
    boolean trusted,
    String ref,
    long version,
    Optional<UUID> job,
    String format,
    int files,
    Blob blob,
    long hits,
    Instant createdAt,
    Instant usedAt) {}
