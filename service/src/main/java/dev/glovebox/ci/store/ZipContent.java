package dev.glovebox.ci.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * One file of a zip archive, unpacked as it is read: never more bytes than the directory says, and
 * an error at its end where they are others. Closing it closes the archive.
 */
final class ZipContent extends InputStream {

  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final SeekableByteChannel archive;
  private final Inflater inflater = new Inflater(true);
  private final InputStream bytes;
  private final CRC32 seen = new CRC32();
  private final long crc;
  private long left;

  /**
   * @throws BrokenZip when the archive has no such file, or one that can't be unpacked
   */
  ZipContent(SeekableByteChannel archive, ZipEntries.Entry entry) throws IOException {
    this.archive = archive;
    this.left = entry.size();
    this.crc = entry.crc();
    if (entry.headerAt() > archive.size() - LOCAL_SIZE) {
      throw new BrokenZip("a file is not where its directory says");
    }
    ByteBuffer header =
        ChannelInput.read(archive, entry.headerAt(), LOCAL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != LOCAL) {
      throw new BrokenZip("a file is not where its directory says");
    }
    if ((header.getShort(6) & ENCRYPTED) != 0) {
      throw new BrokenZip("a file is encrypted");
    }
    long begin =
        entry.headerAt()
            + LOCAL_SIZE
            + (header.getShort(26) & 0xffff)
            + (header.getShort(28) & 0xffff);
    InputStream packed = new ChannelInput(archive, begin, entry.packed());
    this.bytes =
        switch (entry.method()) {
          case STORED -> packed;
          case DEFLATED -> new InflaterInputStream(packed, inflater, 1 << 16);
          default -> throw new BrokenZip("a file is packed in a way that is not known here");
        };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = some(buffer, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new BrokenZip("a file is shorter than its directory says");
    }
    seen.update(buffer, offset, read);
    left -= read;
    if (left == 0 && seen.getValue() != crc) {
      throw new BrokenZip("a file is damaged");
    }
    return read;
  }

  private int some(byte[] buffer, int offset, int length) throws IOException {
    try {
      return bytes.read(buffer, offset, length);
    } catch (ZipException | java.io.EOFException e) {
      throw (BrokenZip) new BrokenZip("a file can't be unpacked").initCause(e);
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    archive.close();
  }
}
