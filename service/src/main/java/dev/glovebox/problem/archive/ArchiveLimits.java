package dev.glovebox.problem.archive;

/**
 * How much an archive may hold.
 *
 * @param entries files, folders and links together, also after links to folders are followed
 * @param unpackedBytes all files together
 * @param ratio unpacked bytes for each packed byte, once there are more than {@link #FREE_BYTES}
 */
public record ArchiveLimits(int entries, long unpackedBytes, int ratio) {

  /** So much may be packed as well as it likes: small packages of zeros are no bombs. */
  static final long FREE_BYTES = 256L << 20;

  /** The longest target of a link. */
  static final int LINK_BYTES = 4096;

  /** What stands between two files of a tar archive: headers, long names. */
  static final int HEADER_BYTES = 1 << 20;

  /** All of the central directory of a zip archive. */
  static final long DIRECTORY_BYTES = 32L << 20;
}
