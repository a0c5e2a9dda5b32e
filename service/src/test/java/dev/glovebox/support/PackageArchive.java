package dev.glovebox.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** A problem package, written entry by entry, as an archive of either kind. */
public final class PackageArchive {

  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;
  private static final int LINK = 0120777;

  private record Entry(String name, byte[] contents, int mode) {}

  private final List<Entry> entries = new ArrayList<>();

  public PackageArchive file(String name, String contents) {
    return file(name, contents.getBytes(StandardCharsets.UTF_8));
  }

  public PackageArchive file(String name, byte[] contents) {
    entries.add(new Entry(name, contents, FILE));
    return this;
  }

  public PackageArchive program(String name, String contents) {
    entries.add(new Entry(name, contents.getBytes(StandardCharsets.UTF_8), PROGRAM));
    return this;
  }

  /** A symbolic link. */
  public PackageArchive link(String name, String target) {
    entries.add(new Entry(name, target.getBytes(StandardCharsets.UTF_8), LINK));
    return this;
  }

  /** A test with its answer. */
  public PackageArchive test(String base, String input, String answer) {
    return file(base + ".in", input).file(base + ".ans", answer);
  }

  public byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      for (Entry entry : entries) {
        var header = new ZipArchiveEntry(entry.name());
        header.setUnixMode(entry.mode());
        zip.putArchiveEntry(header);
        zip.write(entry.contents());
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public byte[] tarGz() {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Entry entry : entries) {
        if (entry.mode() == LINK) {
          var header = new TarArchiveEntry(entry.name(), TarConstants.LF_SYMLINK);
          header.setLinkName(new String(entry.contents(), StandardCharsets.UTF_8));
          tar.putArchiveEntry(header);
        } else {
          var header = new TarArchiveEntry(entry.name());
          header.setSize(entry.contents().length);
          header.setMode(entry.mode());
          tar.putArchiveEntry(header);
          tar.write(entry.contents());
        }
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
