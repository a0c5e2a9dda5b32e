package dev.glovebox.ci.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A run as it is now.
 *
 * @param project its name
 * @param number within the project, from 1
 * @param warnings whether something failed that may fail
 * @param version grows with each change
 */
public record RunView(
    UUID id,
    String project,
    long number,
    String name,
    String ref,
    String sha,
    String cause,
    RunState state,
    boolean warnings,
    Optional<String> cancelReason,
    String configDigest,
    long version,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {}
