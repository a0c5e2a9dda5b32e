package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of compiling.
 *
 * @param succeeded whether there is a program to run
 * @param cached whether the result came from the compile cache; then the times are those of the
 *     first compilation
 * @param cpu CPU time
 * @param wall elapsed time
 * @param memoryBytes largest resident set of any compiler process
 * @param exitCode the compiler's, if it ended by itself
 * @param output what the compiler wrote (both streams in true order), hostile bytes
 * @param message one sentence for people, for example which limit the compiler ran into; empty when
 *     there is nothing to add
 */
public record CompileResult(
    boolean succeeded,
    boolean cached,
    Duration cpu,
    Duration wall,
    long memoryBytes,
    Optional<Integer> exitCode,
    CapturedOutput output,
    String message) {}
