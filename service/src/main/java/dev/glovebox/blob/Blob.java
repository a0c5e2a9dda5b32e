package dev.glovebox.blob;

/**
 * The name of some contents.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 */
public record Blob(String sha256, long size) {

  public Blob {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }
}
