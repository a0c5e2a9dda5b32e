package dev.glovebox.ci.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A part of a channel as a stream. Closing it leaves the channel open. */
final class ChannelInput extends InputStream {

  private final SeekableByteChannel channel;
  private long position;
  private long left;

  /**
   * @param position where it begins
   * @param size how long it is, in bytes; it ends before where the channel does
   */
  ChannelInput(SeekableByteChannel channel, long position, long size) {
    this.channel = channel;
    this.position = position;
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    channel.position(position);
    int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
    if (read > 0) {
      position += read;
      left -= read;
    }
    return read;
  }

  /**
   * So many bytes at this place.
   *
   * @throws EOFException when the channel has fewer
   */
  static ByteBuffer read(SeekableByteChannel channel, long position, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    channel.position(position);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the channel ended early");
      }
    }
    return bytes.flip();
  }
}
