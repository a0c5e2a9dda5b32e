package dev.glovebox.problem;

import dev.glovebox.blob.Blob;

/**
 * A file of a package.
 *
 * @param path relative, with {@code /}, without {@code .}, {@code ..} and empty components
 * @param blob its contents
 * @param executable whether it may be started itself
 */
public record PackageFile(String path, Blob blob, boolean executable) {}
