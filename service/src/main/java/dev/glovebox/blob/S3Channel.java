package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** An object at any place, in pieces that are fetched when they are read. For one thread. */
final class S3Channel implements SeekableByteChannel {

  private static final int PIECE = 1 << 18;

  private final S3Bucket bucket;
  private final String key;
  private final long size;
  private byte[] piece = new byte[0];
  private long pieceAt;
  private long position;
  private boolean open = true;

  S3Channel(S3Bucket bucket, String key, long size) {
    this.bucket = bucket;
    this.key = key;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position < pieceAt || position >= pieceAt + piece.length) {
      fetch();
    }
    int offset = Math.toIntExact(position - pieceAt);
    int length = Math.min(target.remaining(), piece.length - offset);
    target.put(piece, offset, length);
    position += length;
    return length;
  }

  private void fetch() throws IOException {
    long to = Math.min(position + PIECE, size) - 1;
    int length = Math.toIntExact(to - position + 1);
    try (InputStream in = bucket.get(key, position, to)) {
      byte[] fetched = in.readNBytes(length);
      if (fetched.length < length) {
        throw new IOException("the S3 server sent too little of " + key);
      }
      piece = fetched;
      pieceAt = position;
    }
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("position is negative: " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    piece = new byte[0];
  }
}
