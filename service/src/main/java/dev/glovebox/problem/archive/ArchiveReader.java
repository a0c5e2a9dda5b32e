package dev.glovebox.problem.archive;

import dev.glovebox.blob.BlobStage;
import dev.glovebox.problem.PackageRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads zip and tar.gz archives, told apart by their first bytes. */
public final class ArchiveReader {

  private static final int EXECUTABLE = 0111;

  private final ArchiveLimits limits;

  public ArchiveReader(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks an archive onto a stage.
   *
   * @throws PackageRefused when it is no archive, hostile, malformed or too large
   */
  public PackageTree read(Path archive, BlobStage stage, Findings findings)
      throws IOException, PackageRefused {
    try {
      var raw = new RawEntries(limits, findings);
      var total = new UnpackedTotal(limits, Files.size(archive));
      switch (kind(archive)) {
        case ZIP -> readZip(archive, stage, raw, total);
        case TAR_GZ -> readTar(archive, stage, raw, total);
      }
      raw.check();
      var links = new Links(raw, limits);
      links.follow();
      return withoutTopFolder(stage, links);
    } catch (BrokenArchive e) {
      throw findings.refuse(e.entry(), "archive: " + e.getMessage());
    }
  }

  private enum Kind {
    ZIP,
    TAR_GZ
  }

  private static Kind kind(Path archive) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(4);
    }
    if (head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] < 9 && head[3] < 9) {
      return Kind.ZIP;
    }
    if (head.length > 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b) {
      return Kind.TAR_GZ;
    }
    throw new BrokenArchive("", "neither a zip nor a gzip archive");
  }

  private void readZip(Path archive, BlobStage stage, RawEntries raw, UnpackedTotal total)
      throws IOException {
    ZipDirectory.check(archive, limits);
    try (ZipFile zip = zip(archive)) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        Optional<String> path = raw.admit(name(entry));
        requirePlain(entry, zip);
        if (path.isEmpty()) {
          continue;
        }
        if (entry.isDirectory()) {
          raw.folder(path.get());
          continue;
        }
        try (var in =
            new CheckedInputStream(new CountedInput(contents(zip, entry), total), new CRC32())) {
          if (entry.isUnixSymlink()) {
            raw.link(path.get(), target(in, path.get()));
          } else {
            boolean executable = (entry.getUnixMode() & EXECUTABLE) != 0;
            raw.file(path.get(), stage.add(in), executable);
          }
          requireChecksum(entry, in.getChecksum().getValue());
        }
      }
    }
  }

  private static ZipFile zip(Path archive) throws BrokenArchive {
    try {
      return ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get();
    } catch (IOException | RuntimeException e) {
      throw new BrokenArchive("", "a malformed zip archive: " + e.getMessage(), e);
    }
  }

  private static InputStream contents(ZipFile zip, ZipArchiveEntry entry) throws BrokenArchive {
    try {
      return zip.getInputStream(entry);
    } catch (IOException | RuntimeException e) {
      throw new BrokenArchive(entry.getName(), "can't be unpacked: " + e.getMessage(), e);
    }
  }

  /** The name as it is in the archive: the library may make slashes of backslashes. */
  private static String name(ZipArchiveEntry entry) {
    byte[] raw = entry.getRawName();
    for (byte character : raw) {
      if (character == '\\') {
        return new String(raw, StandardCharsets.UTF_8);
      }
    }
    return entry.getName();
  }

  private static void requirePlain(ZipArchiveEntry entry, ZipFile zip) throws BrokenArchive {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new BrokenArchive(entry.getName(), "is encrypted");
    }
    if (!zip.canReadEntryData(entry)) {
      throw new BrokenArchive(
          entry.getName(), "is packed with the unknown method %d".formatted(entry.getMethod()));
    }
    int type = entry.getUnixMode() >>> 12;
    // 0: made on a system without modes; 8 file, 4 folder, 10 link of stat(2).
    if (type != 0 && type != 8 && type != 4 && type != 10) {
      throw new BrokenArchive(entry.getName(), "is a device, a pipe or a socket");
    }
  }

  private static void requireChecksum(ZipArchiveEntry entry, long actual) throws BrokenArchive {
    if (entry.getCrc() != actual) {
      throw new BrokenArchive(entry.getName(), "its contents don't have their checksum");
    }
  }

  private static String target(InputStream in, String path) throws IOException {
    byte[] target = in.readNBytes(ArchiveLimits.LINK_BYTES + 1);
    if (target.length > ArchiveLimits.LINK_BYTES) {
      throw new BrokenArchive(path, "the target of the link is too long");
    }
    return new String(target, StandardCharsets.UTF_8);
  }

  private void readTar(Path archive, BlobStage stage, RawEntries raw, UnpackedTotal total)
      throws IOException {
    var between = new HeaderAllowance(total);
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(archive));
        InputStream unpacked = new CountedInput(gzip(packed), between);
        var tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = next(tar, between); entry != null; entry = next(tar, between)) {
        Optional<String> path = raw.admit(entry.getName());
        requirePlain(entry);
        between.inFile = true;
        if (path.isEmpty()) {
          tar.transferTo(OutputStream.nullOutputStream());
        } else if (entry.isDirectory()) {
          raw.folder(path.get());
        } else if (entry.isSymbolicLink()) {
          raw.link(path.get(), entry.getLinkName());
        } else if (entry.isLink()) {
          raw.hardLink(path.get(), entry.getLinkName());
        } else {
          boolean executable = (entry.getMode() & EXECUTABLE) != 0;
          // Its own stream stays open for the next entry.
          raw.file(path.get(), stage.add(new CountedInput(tar, _ -> {})), executable);
        }
      }
    }
  }

  private static InputStream gzip(InputStream packed) throws BrokenArchive {
    try {
      return new GZIPInputStream(packed, 1 << 16);
    } catch (IOException e) {
      throw new BrokenArchive("", "a malformed gzip archive: " + e.getMessage(), e);
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, HeaderAllowance between)
      throws BrokenArchive {
    between.begin();
    try {
      return tar.getNextEntry();
    } catch (BrokenArchive e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (e.getCause() instanceof BrokenArchive cause) {
        throw cause;
      }
      throw new BrokenArchive("", "a malformed tar archive: " + e.getMessage(), e);
    }
  }

  private static void requirePlain(TarArchiveEntry entry) throws BrokenArchive {
    if (entry.isSparse()) {
      throw new BrokenArchive(entry.getName(), "is sparse");
    }
    byte type = entry.getLinkFlag();
    boolean plain =
        type == TarConstants.LF_NORMAL
            || type == TarConstants.LF_OLDNORM
            || type == TarConstants.LF_CONTIG
            || type == TarConstants.LF_DIR
            || type == TarConstants.LF_SYMLINK
            || type == TarConstants.LF_LINK;
    if (!plain) {
      throw new BrokenArchive(
          entry.getName(), "is a device, a pipe, a socket or of an unknown type");
    }
  }

  /** Long names are read into memory: what stands between two files is bounded. */
  private static final class HeaderAllowance implements CountedInput.Allowance {
    private final UnpackedTotal total;
    private boolean inFile;
    private long left;

    HeaderAllowance(UnpackedTotal total) {
      this.total = total;
    }

    void begin() {
      inFile = false;
      left = ArchiveLimits.HEADER_BYTES;
    }

    @Override
    public void use(int bytes) throws BrokenArchive {
      total.use(bytes);
      if (!inFile) {
        left -= bytes;
        if (left < 0) {
          throw new BrokenArchive("", "a header of the tar archive is too long");
        }
      }
    }
  }

  private static PackageTree withoutTopFolder(BlobStage stage, Links links) {
    var top = new TreeSet<String>();
    links.files.keySet().forEach(path -> top.add(firstComponent(path)));
    links.folders.forEach(path -> top.add(firstComponent(path)));
    if (top.size() != 1 || !links.folders.contains(top.first())) {
      return new PackageTree(stage, Optional.empty(), links.files, links.folders);
    }
    int cut = top.first().length() + 1;
    NavigableMap<String, TreeFile> files = new TreeMap<>();
    links.files.forEach(
        (path, file) -> files.put(path.substring(cut), file.at(path.substring(cut))));
    var folders = new TreeSet<String>();
    links.folders.stream()
        .filter(path -> path.length() > cut)
        .forEach(path -> folders.add(path.substring(cut)));
    return new PackageTree(stage, Optional.of(top.first()), files, folders);
  }

  private static String firstComponent(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
