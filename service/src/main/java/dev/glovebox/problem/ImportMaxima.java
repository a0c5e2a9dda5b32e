package dev.glovebox.problem;

import java.time.Duration;

/**
 * The most that the service grants to a problem's programs; a package that asks for more is
 * refused, since limits are part of what its authors promise.
 *
 * @param time CPU time of one run
 * @param memoryBytes of one run
 * @param outputBytes of one run
 * @param codeBytes of all source files of a submission
 */
public record ImportMaxima(Duration time, long memoryBytes, long outputBytes, long codeBytes) {}
