package dev.glovebox.sandbox.docker;

import java.nio.charset.StandardCharsets;

/** Text from inside a sandbox, made fit for one line of a log. */
final class Escaped {

  private static final int LONGEST = 2_000;

  private Escaped() {}

  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** Printable ASCII as it is, everything else as {@code \xNN}, cut at a bound. */
  static String of(byte[] bytes, int offset, int length) {
    StringBuilder line = new StringBuilder(Math.min(length, LONGEST) + 16);
    int shown = Math.min(length, LONGEST);
    for (int i = offset; i < offset + shown; i++) {
      int b = bytes[i] & 0xff;
      if (b >= ' ' && b < 0x7f && b != '\\') {
        line.append((char) b);
      } else {
        line.append("\\x");
        line.append(Character.forDigit(b >> 4, 16));
        line.append(Character.forDigit(b & 0xf, 16));
      }
    }
    if (shown < length) {
      line.append("... (").append(length).append(" bytes)");
    }
    return line.toString();
  }
}
