package dev.glovebox.sandbox;

import java.util.List;

/**
 * Which files of its working directory a program leaves for the caller. Only regular files are ever
 * taken, at most 1024 of them, and only when every process of the run is gone.
 *
 * @param globs relative to the working directory: {@code *} and {@code ?} within a component,
 *     {@code **} for any number of components; empty = none
 * @param mostBytes of all files together; those that do not fit are left out
 * @param mostBytesEach of one file; a larger one is left out
 */
public record Collect(List<String> globs, long mostBytes, long mostBytesEach) {

  /** No files. */
  public static final Collect NOTHING = new Collect(List.of(), 0);

  public Collect {
    globs = List.copyOf(globs);
    if (!globs.isEmpty() && (mostBytes <= 0 || mostBytesEach < 0)) {
      throw new IllegalArgumentException(
          "files of at most %d bytes, each of at most %d".formatted(mostBytes, mostBytesEach));
    }
  }

  /** With a bound for all files together only. */
  public Collect(List<String> globs, long mostBytes) {
    this(globs, mostBytes, mostBytes);
  }

  /** Whether no file is wanted. */
  public boolean isNothing() {
    return globs.isEmpty();
  }
}
