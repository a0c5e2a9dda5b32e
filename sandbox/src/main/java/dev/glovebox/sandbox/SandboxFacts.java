package dev.glovebox.sandbox;

/**
 * Where and how something ran, for the record.
 *
 * @param sandbox the engine's id of the container
 * @param image the image's id ({@code sha256:...})
 * @param tier isolation tier
 * @param runtime name and, where the engine tells it, version of the runtime
 * @param seccompProfile name of the profile
 * @param seccompSha256 hash of the profile as it was given to the engine, hexadecimal
 * @param limits the limits that are really set at the time of asking
 * @param cpus cores the sandbox may use, in the kernel's list format ({@code 0} or {@code 0-1})
 * @param cgroupVersion 1 or 2; 0 where the sandbox sees none (gVisor)
 */
public record SandboxFacts(
    String sandbox,
    String image,
    IsolationTier tier,
    String runtime,
    String seccompProfile,
    String seccompSha256,
    ContainerLimits limits,
    String cpus,
    int cgroupVersion) {}
