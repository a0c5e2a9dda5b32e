package dev.glovebox.submission;

/**
 * A file that a program left behind.
 *
 * @param path relative to the folder in which it was started; hostile, but without empty, dot and
 *     dot-dot components
 * @param content its bytes
 */
public record LeftFile(String path, byte[] content) {}
