package dev.glovebox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a zip that nobody vouches for into a folder: nothing is written outside of it nor through
 * a link, links that would lead out are left out, and of modes only whether a file is a program is
 * kept. Links are made last, so that no entry can go through one.
 */
final class SafeUnzip {

  private static final long LARGEST = 8L << 30;
  private static final int MOST_ENTRIES = 500_000;
  private static final int LONGEST_LINK = 4096;

  private final Path folder;
  private final List<String> remarks = new ArrayList<>();
  private long left = LARGEST;
  private int files;

  /**
   * @param folder is made where it is not there
   */
  SafeUnzip(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Of files and links that were unpacked. */
  int files() {
    return files;
  }

  /** What was left out, and why. */
  List<String> remarks() {
    return remarks;
  }

  /**
   * @throws IOException when it can't be read or written, or is too large
   */
  void unpack(Path archive) throws IOException {
    Files.createDirectories(folder);
    List<ZipArchiveEntry> links = new ArrayList<>();
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
      if (entries.size() > MOST_ENTRIES) {
        throw new IOException("there are more than %d entries".formatted(MOST_ENTRIES));
      }
      for (ZipArchiveEntry entry : entries) {
        if (entry.isUnixSymlink()) {
          links.add(entry);
        } else {
          add(zip, entry);
        }
      }
      for (ZipArchiveEntry link : links) {
        addLink(zip, link);
      }
    }
  }

  private void add(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    Path at = place(entry);
    if (at == null) {
      return;
    }
    if (entry.isDirectory()) {
      folders(at);
    } else if (makesWay(at, entry)) {
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
        copy(in, out);
      }
      boolean program = (entry.getUnixMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          at, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      files++;
    }
  }

  private void addLink(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    Path at = place(entry);
    if (at == null) {
      return;
    }
    String target;
    try (InputStream in = zip.getInputStream(entry)) {
      target = new String(in.readNBytes(LONGEST_LINK), StandardCharsets.UTF_8);
    }
    if (target.isEmpty() || target.indexOf('\0') >= 0 || leadsOut(at, target)) {
      leaveOut(entry, "it links out of the folder");
    } else if (makesWay(at, entry)) {
      Files.createSymbolicLink(at, Path.of(target));
      files++;
    }
  }

  /** What {@code ..} means after a name depends on whether that is a link: such are left out. */
  private boolean leadsOut(Path at, String target) {
    Path to = Path.of(target);
    boolean down = false;
    for (Path part : to) {
      boolean up = part.toString().equals("..");
      if (up && down) {
        return true;
      }
      down |= !up;
    }
    return to.isAbsolute() || !at.resolveSibling(to).normalize().startsWith(folder);
  }

  private @Nullable Path place(ZipArchiveEntry entry) {
    String name = entry.getName();
    if (name.indexOf('\0') >= 0 || name.startsWith("/")) {
      return leaveOut(entry, "it leads out of the folder");
    }
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        return leaveOut(entry, "it leads out of the folder");
      }
    }
    Path at = folder.resolve(name).normalize();
    return at.equals(folder) ? null : at;
  }

  private @Nullable Path leaveOut(ZipArchiveEntry entry, String why) {
    remarks.add("%s is left out: %s".formatted(entry.getName(), why));
    return null;
  }

  /** Makes the folders above, and removes a file or link that is in its place. */
  private boolean makesWay(Path at, ZipArchiveEntry entry) throws IOException {
    Path up = at.getParent();
    if (up == null || !folders(up) || Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      leaveOut(entry, "something else is in its place");
      return false;
    }
    Files.deleteIfExists(at);
    return true;
  }

  /** Whether there is a folder now, and none above it is a link. */
  private boolean folders(Path at) throws IOException {
    if (at.equals(folder)) {
      return true;
    }
    Path up = at.getParent();
    if (up == null || !folders(up)) {
      return false;
    }
    if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(at);
    }
    return Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
      left -= some;
      if (left < 0) {
        throw new IOException("unpacked it has more than " + Amounts.bytes(LARGEST));
      }
      out.write(buffer, 0, some);
    }
  }
}
