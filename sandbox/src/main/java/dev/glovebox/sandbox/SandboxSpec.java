package dev.glovebox.sandbox;

/**
 * Which kind of sandbox is wanted.
 *
 * @param image the image's id ({@code sha256:...}) as the engine gives it, never a name that could
 *     be re-tagged
 * @param tier how strongly it is kept apart
 */
public record SandboxSpec(String image, IsolationTier tier) {}
