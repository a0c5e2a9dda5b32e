package dev.glovebox.piston;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Contents of files that are not text. Like the original's platform it never refuses: in Base64
 * both alphabets count and everything else is passed over, hexadecimal ends before the first pair
 * that is none.
 */
final class Encodings {

  private Encodings() {}

  static byte[] base64(String text) {
    var letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (c == '-') {
        letters.append('+');
      } else if (c == '_') {
        letters.append('/');
      } else if (isBase64(c)) {
        letters.append(c);
      }
    }
    if (letters.length() % 4 == 1) {
      letters.setLength(letters.length() - 1); // six bits are no byte
    }
    return Base64.getDecoder().decode(letters.toString());
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  static byte[] hex(String text) {
    var bytes = new ByteArrayOutputStream(text.length() / 2);
    for (int i = 0; i + 1 < text.length(); i += 2) {
      int high = digit(text.charAt(i));
      int low = digit(text.charAt(i + 1));
      if (high < 0 || low < 0) {
        break;
      }
      bytes.write(high << 4 | low);
    }
    return bytes.toByteArray();
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
