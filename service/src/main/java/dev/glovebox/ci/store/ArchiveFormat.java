package dev.glovebox.ci.store;

import java.util.Arrays;
import java.util.Optional;

/** Formats of archives, told by how they begin: nobody's word is taken for it. */
public enum ArchiveFormat {
  TAR("tar"),
  TAR_GZ("tar.gz"),
  TAR_ZST("tar.zst"),
  ZIP("zip");

  /** So many bytes of the beginning tell. */
  static final int HEAD = 512;

  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private final String code;

  ArchiveFormat(String code) {
    this.code = code;
  }

  /** As executors and the database call it, such as {@code tar.gz}. */
  public String code() {
    return code;
  }

  static ArchiveFormat of(String code) {
    return Arrays.stream(values())
        .filter(format -> format.code.equals(code))
        .findAny()
        .orElseThrow();
  }

  /**
   * @param head the first {@link #HEAD} bytes, or all where there are fewer
   */
  static Optional<ArchiveFormat> detect(byte[] head) {
    if (begins(head, 0x1f, 0x8b)) {
      return Optional.of(TAR_GZ);
    }
    if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return Optional.of(TAR_ZST);
    }
    if (begins(head, 'P', 'K', 3, 4) || begins(head, 'P', 'K', 5, 6)) {
      return Optional.of(ZIP);
    }
    return isTar(head) ? Optional.of(TAR) : Optional.empty();
  }

  private static boolean begins(byte[] head, int... bytes) {
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, toBytes(bytes), 0, bytes.length);
  }

  private static byte[] toBytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /**
   * Every header of a tar archive (POSIX.1-1988, 10.1.1) has its checksum; an empty one is zeros.
   */
  private static boolean isTar(byte[] head) {
    if (head.length < HEAD) {
      return false;
    }
    long sum = 0;
    boolean zeros = true;
    for (int i = 0; i < HEAD; i++) {
      boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
      sum += own ? ' ' : head[i] & 0xff;
      zeros &= head[i] == 0;
    }
    return zeros || sum == octal(head);
  }

  private static long octal(byte[] head) {
    long value = 0;
    boolean any = false;
    for (int i = CHECKSUM_AT; i < CHECKSUM_AT + CHECKSUM_LENGTH; i++) {
      if (head[i] >= '0' && head[i] <= '7') {
        value = value * 8 + head[i] - '0';
        any = true;
      } else if (any || head[i] != ' ') {
        break;
      }
    }
    return any ? value : -1;
  }
}
