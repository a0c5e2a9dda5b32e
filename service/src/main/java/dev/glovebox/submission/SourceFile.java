package dev.glovebox.submission;

/**
 * A source file of a submission.
 *
 * @param name relative path, validated: printable, no empty, dot or dot-dot components, no leading
 *     {@code -} or {@code @}
 * @param content its bytes
 */
public record SourceFile(String name, byte[] content) {}
