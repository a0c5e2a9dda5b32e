package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits of each run of the program, as asked for and checked against the caller's maxima.
 *
 * @param cpu CPU time of the whole process tree; the verdict is a time limit above it
 * @param wall elapsed time, which protects the host from programs that wait
 * @param memoryBytes memory of the whole process tree, files in tmpfs included
 * @param processes processes and threads together
 * @param outputBytes standard output, and separately standard error
 * @param fileSizeBytes largest file
 * @param stackBytes main thread's stack; empty = bounded by memory alone
 */
public record ExecutionLimits(
    Duration cpu,
    Duration wall,
    long memoryBytes,
    int processes,
    long outputBytes,
    long fileSizeBytes,
    Optional<Long> stackBytes) {}
