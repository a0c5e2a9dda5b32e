package dev.glovebox.ci.format;

/**
 * Something about a pipeline that its author must or should change.
 *
 * @param code stable name of the kind, such as {@code unsupported_key}
 * @param path JSON pointer into the document, includes and extends resolved
 * @param file that it is written in, relative to the root of the source
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to do
 */
public record Diagnostic(
    String code, String path, String file, int line, int column, String message) {}
