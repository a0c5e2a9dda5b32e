package dev.glovebox.ci.format.yaml;

/**
 * Where something is written.
 *
 * @param file relative to the root of the source
 * @param line from 1
 * @param column from 1
 */
public record Mark(String file, int line, int column) {}
