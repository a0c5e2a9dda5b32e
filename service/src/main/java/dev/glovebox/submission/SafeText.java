package dev.glovebox.submission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Any Java string as one that PostgreSQL can hold, and back. PostgreSQL refuses NUL and halves of
 * surrogate pairs; a string with one of them becomes a mark followed by its UTF-16 in base64, any
 * other stays as it is.
 */
final class SafeText {

  /** A control character nobody types. */
  private static final char MARK = '\u0001';

  private SafeText() {}

  static String encode(String text) {
    if (storable(text)) {
      return text;
    }
    ByteBuffer utf16 = ByteBuffer.allocate(text.length() * 2);
    utf16.asCharBuffer().put(text);
    return MARK + Base64.getEncoder().encodeToString(utf16.array());
  }

  static String decode(String stored) {
    if (stored.isEmpty() || stored.charAt(0) != MARK) {
      return stored;
    }
    byte[] utf16 =
        Base64.getDecoder().decode(stored.substring(1).getBytes(StandardCharsets.US_ASCII));
    return ByteBuffer.wrap(utf16).asCharBuffer().toString();
  }

  private static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || (c == MARK && i == 0)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
