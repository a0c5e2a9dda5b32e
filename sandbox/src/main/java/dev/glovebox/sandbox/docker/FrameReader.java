package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into frames. A cursor: it shows one frame at a time in its own buffer,
 * without an object for each.
 *
 * <p>Use: {@link #append} what came, then {@link #next} until it says false, reading each frame
 * with the getters, which refuse to read past its end.
 */
final class FrameReader {

  private static final int FIRST_CAPACITY = 16 << 10;
  private static final int LENGTH_BYTES = 4;

  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int start;
  private int end;

  private int type;
  private int position;
  private int limit;

  /** Takes {@code length} bytes out of {@code source}; invalidates the frame shown. */
  void append(ByteBuffer source, int length) {
    makeRoom(length);
    source.get(buffer, end, length);
    end += length;
  }

  /** Moves on to the next frame, if all of it is there. */
  boolean next() {
    start = limit;
    if (end - start < LENGTH_BYTES) {
      return nothing();
    }
    int length = intAt(start);
    if (length < 1 || length > Frame.LONGEST) {
      throw malformed("a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (end - start - LENGTH_BYTES < length) {
      return nothing();
    }
    type = buffer[start + LENGTH_BYTES] & 0xff;
    position = start + LENGTH_BYTES + 1;
    limit = start + LENGTH_BYTES + length;
    return true;
  }

  /** Whether bytes are left that no frame was made of. */
  boolean isEmpty() {
    return limit == end;
  }

  int type() {
    return type;
  }

  /** Bytes of the frame not read yet. */
  int remaining() {
    return limit - position;
  }

  int u8() {
    return buffer[take(1)] & 0xff;
  }

  int u16() {
    int at = take(2);
    return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
  }

  int u32() {
    return intAt(take(4));
  }

  long u64() {
    int at = take(8);
    return ((long) intAt(at) << 32) | (intAt(at + 4) & 0xffff_ffffL);
  }

  String text(int length) {
    return new String(buffer, take(length), length, StandardCharsets.UTF_8);
  }

  byte[] bytes(int length) {
    int at = take(length);
    return Arrays.copyOfRange(buffer, at, at + length);
  }

  void skip(int length) {
    take(length);
  }

  /** The buffer that {@link #position()} and {@link #remaining()} speak of. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** An unsigned integer of a field's length, 1 to 8 bytes. */
  long number(int length) {
    if (length < 1 || length > 8) {
      throw malformed("a number of " + length + " bytes");
    }
    int at = take(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (buffer[at + i] & 0xff);
    }
    if (value < 0) {
      throw malformed("a number beyond 2^63");
    }
    return value;
  }

  private boolean nothing() {
    position = start;
    limit = start;
    return false;
  }

  private int take(int length) {
    if (length < 0 || length > limit - position) {
      throw malformed("frame 0x%02x ends too early".formatted(type));
    }
    int at = position;
    position += length;
    return at;
  }

  private int intAt(int at) {
    return (buffer[at] & 0xff) << 24
        | (buffer[at + 1] & 0xff) << 16
        | (buffer[at + 2] & 0xff) << 8
        | (buffer[at + 3] & 0xff);
  }

  private void makeRoom(int length) {
    start = limit;
    int held = end - start;
    if (buffer.length - end < length) {
      byte[] target = buffer;
      if (buffer.length - held < length) {
        target = new byte[Math.max(held + length, buffer.length * 2)];
      }
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      start = 0;
      end = held;
    }
    position = start;
    limit = start;
  }

  static SandboxException malformed(String what) {
    return new SandboxException(
        SandboxException.Kind.PROTOCOL, "the supervisor sent something malformed: " + what);
  }
}
