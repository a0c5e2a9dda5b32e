package dev.glovebox.submission;

import java.util.Optional;

/**
 * One run of the program.
 *
 * @param name for people; empty = its number
 * @param input standard input
 * @param expected expected standard output; empty = whatever the program prints is accepted. Never
 *     enters a sandbox
 * @param comparison how output and expected output are compared
 */
public record TestCase(
    String name, byte[] input, Optional<byte[]> expected, Comparison comparison) {}
