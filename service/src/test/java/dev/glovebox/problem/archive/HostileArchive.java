package dev.glovebox.problem.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives with what no honest program writes, and with what only few do. */
final class HostileArchive {

  private HostileArchive() {}

  /** Writes entries of a tar archive. */
  interface TarContents {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  /** Writes entries of a zip archive. */
  interface ZipContents {
    void write(ZipArchiveOutputStream zip) throws IOException;
  }

  static byte[] tar(TarContents contents) throws IOException {
    return tar(TarArchiveOutputStream.LONGFILE_POSIX, contents);
  }

  static byte[] tar(int longNames, TarContents contents) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(longNames);
      contents.write(tar);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(ZipContents contents) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      contents.write(zip);
    }
    return bytes.toByteArray();
  }

  static byte[] zip64(ZipContents contents) throws IOException {
    return zip(zip -> {
      zip.setUseZip64(Zip64Mode.Always);
      contents.write(zip);
    });
  }

  static void file(TarArchiveOutputStream tar, String name, String contents) throws IOException {
    typed(tar, name, TarConstants.LF_NORMAL, contents);
  }

  /** An entry of any type with contents. */
  static void typed(TarArchiveOutputStream tar, String name, byte type, String contents)
      throws IOException {
    byte[] bytes = contents.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name, type, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** An entry without contents, such as a device or a link. */
  static void special(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  static void hardLink(TarArchiveOutputStream tar, String name, String target) throws IOException {
    special(tar, name, TarConstants.LF_LINK, target);
  }

  static void file(ZipArchiveOutputStream zip, String name, int mode, byte[] contents)
      throws IOException {
    zip.putArchiveEntry(new UnixEntry(name, mode));
    zip.write(contents);
    zip.closeArchiveEntry();
  }

  /** Zeros that pack well. */
  static byte[] zeros(String name, long count) throws IOException {
    return zip(zip -> {
      zip.putArchiveEntry(new ZipArchiveEntry(name));
      byte[] part = new byte[1 << 20];
      for (long left = count; left > 0; left -= part.length) {
        zip.write(part, 0, (int) Math.min(left, part.length));
      }
      zip.closeArchiveEntry();
    });
  }

  /** A zip archive of which every entry says that it is encrypted. */
  static byte[] encrypted(byte[] zip) {
    byte[] changed = zip.clone();
    for (int at = 0; at + 10 < changed.length; at++) {
      boolean signature = changed[at] == 'P' && changed[at + 1] == 'K';
      if (signature && changed[at + 2] == 3 && changed[at + 3] == 4) {
        changed[at + 6] |= 1;
      }
      if (signature && changed[at + 2] == 1 && changed[at + 3] == 2) {
        changed[at + 8] |= 1;
      }
    }
    return changed;
  }

  /** Has its name as it is, backslashes too. */
  private static final class UnixEntry extends ZipArchiveEntry {
    UnixEntry(String name, int mode) {
      super("unnamed");
      setUnixMode(mode);
      setName(name);
    }
  }
}
