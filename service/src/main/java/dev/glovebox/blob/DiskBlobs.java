package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The store in a folder: {@code ab/cdef…} by the hash, and {@code incoming/} for what is being
 * written. A file appears under its name only when it is complete. Nothing is synced: what a crash
 * of the machine leaves too short is told apart by its size, and replaced when it is stored again.
 */
final class DiskBlobs implements Blobs, BlobStaging {

  /** No import takes longer; what is older was left by a process that died. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final Path incoming;

  DiskBlobs(Path directory) throws IOException {
    this.directory = directory;
    this.incoming = directory.resolve("incoming");
    Files.createDirectories(incoming, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  @Override
  public Blob put(InputStream contents) throws IOException {
    try (BlobStage stage = stage()) {
      Blob blob = stage.add(contents);
      stage.keep(Set.of(blob));
      return blob;
    }
  }

  @Override
  public InputStream open(Blob blob) throws IOException {
    Path file = file(blob);
    if (!whole(file, blob)) {
      throw new NoSuchFileException(blob.sha256());
    }
    return Files.newInputStream(file);
  }

  @Override
  public BlobStage stage() throws IOException {
    Path folder = incoming.resolve(UUID.randomUUID().toString());
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    return new BlobStage(this, folder);
  }

  /** Moves a complete file to its place, unless its contents are there. */
  void adopt(Path file, Blob blob) throws IOException {
    Path place = file(blob);
    if (whole(place, blob)) {
      Files.delete(file);
      return;
    }
    Files.createDirectories(place.getParent());
    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
  }

  void removeLeftovers(Instant now) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(incoming)) {
      for (Path folder : folders) {
        Instant changed = Files.getLastModifiedTime(folder).toInstant();
        if (changed.isBefore(now.minus(LEFT_BEHIND))) {
          BlobStage.delete(folder);
        }
      }
    }
  }

  private Path file(Blob blob) {
    return directory.resolve(blob.sha256().substring(0, 2)).resolve(blob.sha256().substring(2));
  }

  private static boolean whole(Path file, Blob blob) throws IOException {
    return Files.exists(file) && Files.size(file) == blob.size();
  }
}
