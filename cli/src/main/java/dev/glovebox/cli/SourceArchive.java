package dev.glovebox.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * A project's files as a tar.gz, deleted when closed. Links stay links and are never followed;
 * those that lead out of the project are left out, as a workspace would refuse them. Modes are the
 * two that git knows.
 */
final class SourceArchive implements AutoCloseable {

  private static final long LARGEST = 2L << 30;
  private static final int FILE = 0644;
  private static final int PROGRAM = 0755;

  private final ProjectFiles files;
  private final Path file;
  private final List<String> remarks = new ArrayList<>();
  private final Set<Path> folders = new HashSet<>();
  private int count;
  private long size;

  private SourceArchive(ProjectFiles files, Path file) {
    this.files = files;
    this.file = file;
  }

  /**
   * @throws Failure when something can't be read, or is too large
   */
  static SourceArchive pack(ProjectFiles files) {
    try {
      Path file = Files.createTempFile("project", ".tar.gz");
      file.toFile().deleteOnExit(); // this process may be ended while it packs or sends
      SourceArchive archive = new SourceArchive(files, file);
      try {
        archive.write();
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
      return archive;
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be packed: %s.".formatted(files.folder(), e.getMessage()), e);
    }
  }

  Path file() {
    return file;
  }

  /** Of files and links. */
  int count() {
    return count;
  }

  /** What of the project is not in it, and why. */
  List<String> remarks() {
    return remarks;
  }

  private void write() throws IOException {
    var parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_SPEED);
    try (var out = new BufferedOutputStream(Files.newOutputStream(file));
        var compressed = new GzipCompressorOutputStream(out, parameters);
        var tar = new TarArchiveOutputStream(compressed, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (String path : files.paths()) {
        add(tar, path);
      }
    }
  }

  private void add(TarArchiveOutputStream tar, String path) throws IOException {
    Path at = files.folder().resolve(path);
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(at, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      if (path.indexOf('\ufffd') >= 0) {
        remarks.add("%s is left out: its name is not UTF-8".formatted(path));
      }
      return; // git still knows it, but it was deleted
    }
    if (!inFolder(at)) {
      remarks.add("%s is left out: a folder above it is a link".formatted(path));
    } else if (attributes.isSymbolicLink()) {
      addLink(tar, path, at);
    } else if (attributes.isRegularFile()) {
      addFile(tar, path, at, attributes);
    } else {
      remarks.add("%s is left out: it is neither a file nor a link".formatted(path));
    }
  }

  private boolean inFolder(Path at) {
    Path up = at.getParent();
    if (up == null || up.equals(files.folder()) || folders.contains(up)) {
      return true;
    }
    boolean real = Files.isDirectory(up, LinkOption.NOFOLLOW_LINKS) && inFolder(up);
    if (real) {
      folders.add(up);
    }
    return real;
  }

  private void addLink(TarArchiveOutputStream tar, String path, Path at) throws IOException {
    Path target = Files.readSymbolicLink(at);
    Path root = files.folder().toAbsolutePath().normalize();
    Path leadsTo = at.toAbsolutePath().resolveSibling(target).normalize();
    if (target.isAbsolute() || !leadsTo.startsWith(root)) {
      remarks.add("%s is left out: it links out of the project, to %s".formatted(path, target));
      return;
    }
    var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target.toString());
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    count++;
  }

  private void addFile(
      TarArchiveOutputStream tar, String path, Path at, PosixFileAttributes attributes)
      throws IOException {
    size += attributes.size();
    if (size > LARGEST) {
      throw new Failure(
          ExitStatus.USAGE,
          "%s has more than %s; name in .gitignore what a run does not need."
              .formatted(files.folder(), Amounts.bytes(LARGEST)));
    }
    var entry = new TarArchiveEntry(path);
    entry.setSize(attributes.size());
    entry.setModTime(attributes.lastModifiedTime().toMillis());
    entry.setMode(
        attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE) ? PROGRAM : FILE);
    tar.putArchiveEntry(entry);
    try (InputStream in = Files.newInputStream(at, LinkOption.NOFOLLOW_LINKS)) {
      copy(in, tar, path, attributes.size());
    }
    tar.closeArchiveEntry();
    count++;
  }

  /** As many bytes as were promised, although the file may grow meanwhile. */
  private static void copy(InputStream in, TarArchiveOutputStream tar, String path, long size)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int some = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (some < 0) {
        throw new IOException(path + " became shorter while it was read");
      }
      tar.write(buffer, 0, some);
      left -= some;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE, "%s can't be deleted: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
