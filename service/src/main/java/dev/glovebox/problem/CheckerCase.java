package dev.glovebox.problem;

import dev.glovebox.blob.Blob;

/**
 * A test of the package's checker itself.
 *
 * @param path such as {@code invalid_output/trailing}
 * @param valid whether the checker must accept the output
 */
public record CheckerCase(String path, Blob input, Blob answer, Blob output, boolean valid) {}
