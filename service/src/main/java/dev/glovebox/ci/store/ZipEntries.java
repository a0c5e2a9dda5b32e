package dev.glovebox.ci.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The central directory of a zip archive (APPNOTE.TXT 6.3.10, 4.3.12 to 4.3.16), read entry by
 * entry: however many there are, one is in memory at a time. The archive is made of a stranger's
 * files, so nothing in it is believed.
 */
final class ZipEntries {

  /**
   * One entry, as the directory tells.
   *
   * @param name as it is there: may be anything
   * @param size unpacked, in bytes
   * @param packed in bytes
   * @param method 0 stored, 8 deflated
   * @param crc of the unpacked bytes
   * @param headerAt where its own header begins
   * @param mode of a Unix system, 0 where not known
   */
  record Entry(String name, long size, long packed, int method, long crc, long headerAt, int mode) {

    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;

    boolean isFolder() {
      return name.endsWith("/");
    }

    boolean isLink() {
      return (mode & TYPE) == LINK;
    }
  }

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int END64 = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_SIZE = 20;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_SIZE = 46;
  private static final long IN_64 = 0xffffffffL;
  private static final int EXTRA_64 = 1;
  private static final int UNIX = 3;
  private static final long LARGEST_DIRECTORY = 256L << 20;

  private final SeekableByteChannel file;

  ZipEntries(SeekableByteChannel file) {
    this.file = file;
  }

  /**
   * Hands on every entry, in the order of the directory.
   *
   * @throws BrokenZip when there is no directory, or it is malformed
   */
  void each(Consumer<Entry> reader) throws IOException {
    Directory directory = directory();
    try (var in =
        new DataInputStream(
            new BufferedInputStream(
                new ChannelInput(file, directory.begin(), directory.size()), 1 << 16))) {
      long left = directory.size();
      while (left > 0) {
        left -= entry(in, left, reader);
      }
    } catch (EOFException e) {
      throw (BrokenZip) new BrokenZip("its directory is cut off").initCause(e);
    }
  }

  private record Directory(long begin, long size) {}

  private Directory directory() throws IOException {
    long end = end();
    ByteBuffer record = read(end, END_SIZE);
    long size = record.getInt(12) & IN_64;
    long begin = record.getInt(16) & IN_64;
    if (end >= LOCATOR64_SIZE) {
      ByteBuffer locator = read(end - LOCATOR64_SIZE, LOCATOR64_SIZE);
      if (locator.getInt(0) == LOCATOR64) {
        ByteBuffer large = read(locator.getLong(8), END64_SIZE);
        if (large.getInt(0) != END64) {
          throw new BrokenZip("its zip64 record is not where it should be");
        }
        size = large.getLong(40);
        begin = large.getLong(48);
      }
    }
    if (begin < 0 || size < 0 || size > LARGEST_DIRECTORY || begin > end - size) {
      throw new BrokenZip("its directory is not where its end says");
    }
    return new Directory(begin, size);
  }

  private long end() throws IOException {
    long length = file.size();
    int tail = (int) Math.min(length, END_SIZE + LONGEST_COMMENT);
    ByteBuffer bytes = read(length - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        return length - tail + at;
      }
    }
    throw new BrokenZip("it has no directory");
  }

  private ByteBuffer read(long position, int size) throws IOException {
    if (position < 0 || position > file.size() - size) {
      throw new BrokenZip("it is cut off");
    }
    return ChannelInput.read(file, position, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads one entry; how many bytes it took. */
  private static long entry(InputStream in, long left, Consumer<Entry> reader) throws IOException {
    ByteBuffer header = some(in, HEADER_SIZE, left);
    if (header.getInt(0) != HEADER) {
      throw new BrokenZip("its directory is malformed");
    }
    int nameLength = header.getShort(28) & 0xffff;
    int extraLength = header.getShort(30) & 0xffff;
    int commentLength = header.getShort(32) & 0xffff;
    ByteBuffer rest = some(in, nameLength + extraLength + commentLength, left - HEADER_SIZE);
    byte[] name = new byte[nameLength];
    rest.get(name);
    ByteBuffer extra = rest.slice(nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
    boolean unix = (header.getShort(4) >> 8 & 0xff) == UNIX;
    Large large = new Large(extra64(extra));
    reader.accept(
        new Entry(
            new String(name, StandardCharsets.UTF_8),
            large.of(header.getInt(24)),
            large.of(header.getInt(20)),
            header.getShort(10) & 0xffff,
            header.getInt(16) & IN_64,
            large.of(header.getInt(42)),
            unix ? header.getInt(38) >>> 16 : 0));
    return (long) HEADER_SIZE + nameLength + extraLength + commentLength;
  }

  private static ByteBuffer some(InputStream in, int size, long left) throws IOException {
    if (size > left) {
      throw new BrokenZip("its directory is malformed");
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the channel ended early");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer extra64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int size = Math.min(extra.getShort() & 0xffff, extra.remaining());
      if (id == EXTRA_64) {
        return extra.slice(extra.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + size);
    }
    return ByteBuffer.allocate(0);
  }

  /** Values that do not fit into 32 bits follow each other in an extra field, in a fixed order. */
  private record Large(ByteBuffer extra) {

    long of(int small) throws BrokenZip {
      if ((small & IN_64) != IN_64) {
        return small & IN_64;
      }
      if (extra.remaining() < Long.BYTES) {
        throw new BrokenZip("its directory lacks a size");
      }
      long value = extra.getLong();
      if (value < 0) {
        throw new BrokenZip("its directory has a size that can't be");
      }
      return value;
    }
  }
}
