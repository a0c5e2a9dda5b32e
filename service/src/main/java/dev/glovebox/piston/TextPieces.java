package dev.glovebox.piston;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that comes in pieces, which may end in the middle of a character. Used by one thread. */
final class TextPieces {

  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private ByteBuffer kept = ByteBuffer.allocate(LONGEST_CHARACTER).limit(0);

  /** What is whole by now. */
  String text(byte[] buffer, int offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(kept.remaining() + length);
    bytes.put(kept).put(buffer, offset, length).flip();
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, text, false);
    kept = bytes;
    return text.flip().toString();
  }

  /** What will not be whole any more. */
  String rest() {
    return kept.hasRemaining() ? "\ufffd" : "";
  }
}
