package dev.glovebox.judge0;

import java.util.Arrays;
import java.util.Base64;

/** Base64 as Judge0 writes and reads it. */
final class Base64Text {

  private static final int LINE = 60;
  private static final byte[] BREAK = {'\n'};

  private Base64Text() {}

  /**
   * @param lines whether there is a line break after every 60 characters and at the end
   */
  static String write(byte[] bytes, boolean lines) {
    if (!lines) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return bytes.length == 0 ? "" : Base64.getMimeEncoder(LINE, BREAK).encodeToString(bytes) + "\n";
  }

  /** Never fails: what is no digit is passed over, and padding ends the text. */
  static byte[] read(String text) {
    byte[] digits = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        break;
      }
      if (digit(c)) {
        digits[length++] = (byte) c;
      }
    }
    if (length % 4 == 1) {
      length--; // six bits are no byte
    }
    return Base64.getDecoder().decode(Arrays.copyOf(digits, length));
  }

  private static boolean digit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
