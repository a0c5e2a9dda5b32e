package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.IsolationTier;

/**
 * Whether the engine offers an isolation tier.
 *
 * @param tier the tier
 * @param available whether sandboxes of it can be started
 * @param detail the runtime that provides it, or why there is none and what would help
 */
public record TierState(IsolationTier tier, boolean available, String detail) {}
