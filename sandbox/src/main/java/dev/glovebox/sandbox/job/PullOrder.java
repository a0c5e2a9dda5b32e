package dev.glovebox.sandbox.job;

import java.time.Duration;
import java.util.Optional;

/**
 * An image to fetch.
 *
 * @param platform such as {@code linux/arm64}, or empty: the engine's
 * @param login who fetches it. What is fetched with a login that is not shared is for this order
 *     alone: afterwards nobody finds it by its name who could not before.
 * @param largestBytes most that its layers may have
 * @param most how long it may take
 */
public record PullOrder(
    ImageName name,
    Optional<String> platform,
    Optional<RegistryLogin> login,
    long largestBytes,
    Duration most) {}
