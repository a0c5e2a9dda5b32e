package dev.glovebox.problem.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Measures the central directory of a zip archive (APPNOTE.TXT 4.3) before a library reads all of
 * it into memory, and holds the archive to the plain layout: the directory ends where the records
 * that point to it begin, so that there is no second directory to disagree with.
 */
final class ZipDirectory {

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

  private final FileChannel file;

  private ZipDirectory(FileChannel file) {
    this.file = file;
  }

  static void check(Path archive, ArchiveLimits limits) throws IOException {
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
      new ZipDirectory(file).check(limits);
    }
  }

  private void check(ArchiveLimits limits) throws IOException {
    long end = end();
    ByteBuffer record = read(end, END_SIZE);
    long size = record.getInt(12) & IN_64;
    long begin = record.getInt(16) & IN_64;
    long stop = end;
    if (end >= LOCATOR64_SIZE) {
      ByteBuffer locator = read(end - LOCATOR64_SIZE, LOCATOR64_SIZE);
      if (locator.getInt(0) == LOCATOR64) {
        stop = locator.getLong(8);
        if (stop < 0 || stop > end - LOCATOR64_SIZE - END64_SIZE) {
          throw broken("the zip64 end record is not where it should be");
        }
        ByteBuffer large = read(stop, END64_SIZE);
        if (large.getInt(0) != END64) {
          throw broken("the zip64 end record is not where it should be");
        }
        size = large.getLong(40);
        begin = large.getLong(48);
      }
    }
    if (begin < 0 || size < 0 || begin + size != stop) {
      throw broken("the central directory is not where the end of the archive says");
    }
    if (size > ArchiveLimits.DIRECTORY_BYTES) {
      throw broken("the central directory is too large");
    }
    count(read(begin, (int) size), limits);
  }

  private static void count(ByteBuffer directory, ArchiveLimits limits) throws BrokenArchive {
    int at = 0;
    int entries = 0;
    while (at < directory.limit()) {
      if (directory.limit() - at < HEADER_SIZE || directory.getInt(at) != HEADER) {
        throw broken("the central directory is malformed");
      }
      if (++entries > limits.entries()) {
        throw broken("the archive has more than %d entries".formatted(limits.entries()));
      }
      at +=
          HEADER_SIZE
              + (directory.getShort(at + 28) & 0xffff)
              + (directory.getShort(at + 30) & 0xffff)
              + (directory.getShort(at + 32) & 0xffff);
    }
  }

  /** The last end record, as libraries find it. */
  private long end() throws IOException {
    long length = file.size();
    if (length < END_SIZE) {
      throw broken("the archive is cut off");
    }
    int tail = (int) Math.min(length, END_SIZE + LONGEST_COMMENT);
    ByteBuffer bytes = read(length - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        return length - tail + at;
      }
    }
    throw broken("the archive is cut off: it has no central directory");
  }

  private ByteBuffer read(long position, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw broken("the archive is cut off");
      }
    }
    return bytes.flip();
  }

  private static BrokenArchive broken(String message) {
    return new BrokenArchive("", message);
  }
}
