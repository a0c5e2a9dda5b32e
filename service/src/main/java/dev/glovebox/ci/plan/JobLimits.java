package dev.glovebox.ci.plan;

/**
 * Limits of a job.
 *
 * @param milliCpus thousandths of a core for each container
 * @param memoryBytes of each container, without swap
 * @param processes in each container
 * @param diskBytes most that the writable layer of each container may hold
 * @param logBytes most of the log that is kept, besides its tail
 * @param artifactBytes most of all artifacts together, compressed
 */
public record JobLimits(
    int milliCpus,
    long memoryBytes,
    int processes,
    long diskBytes,
    long logBytes,
    long artifactBytes) {}
