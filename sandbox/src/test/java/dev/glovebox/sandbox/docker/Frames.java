package dev.glovebox.sandbox.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds what a supervisor would send, byte by byte. */
final class Frames {

  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Frames begin(int type) {
    body.reset();
    return u8(type);
  }

  Frames end() {
    all.writeBytes(ByteBuffer.allocate(4).putInt(body.size()).array());
    all.writeBytes(body.toByteArray());
    return this;
  }

  Frames u8(int value) {
    body.write(value);
    return this;
  }

  Frames u16(int value) {
    return raw(ByteBuffer.allocate(2).putShort((short) value).array());
  }

  Frames u32(int value) {
    return raw(ByteBuffer.allocate(4).putInt(value).array());
  }

  Frames raw(byte[] bytes) {
    body.writeBytes(bytes);
    return this;
  }

  Frames text(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A field whose value is an integer of this many bytes. */
  Frames field(int tag, int width, long value) {
    byte[] eight = ByteBuffer.allocate(8).putLong(value).array();
    u16(tag).u32(width);
    body.write(eight, 8 - width, width);
    return this;
  }

  /** A greeting of this version. */
  Frames hello(int version) {
    return begin(Frame.HELLO).field(1, 8, version).field(2, 8, 1).field(3, 8, 200_000).end();
  }

  /** The calm end of a run. */
  Frames done(int run) {
    return begin(Frame.DONE).field(1, 4, run).field(2, 1, 1).field(3, 8, 0).field(8, 8, 1).end();
  }

  byte[] bytes() {
    return all.toByteArray();
  }
}
