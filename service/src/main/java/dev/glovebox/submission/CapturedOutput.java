package dev.glovebox.submission;

/**
 * What a program wrote to one stream. Hostile bytes.
 *
 * @param prefix the first bytes, at most as many as the service keeps
 * @param totalBytes bytes written in all
 * @param sha256 hash of everything up to the output limit, 32 bytes
 */
public record CapturedOutput(byte[] prefix, long totalBytes, byte[] sha256) {

  /** Whether {@link #prefix} is not all there was. */
  public boolean truncated() {
    return totalBytes > prefix.length;
  }
}
