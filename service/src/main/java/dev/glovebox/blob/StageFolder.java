package dev.glovebox.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Where contents are that are not in the store yet. Thread-safe. */
final class StageFolder {

  /** No import takes longer; what is older was left by a process that died. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final Clock clock;

  StageFolder(Path folder, Clock clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  /** A new folder for one stage. */
  Path make() throws IOException {
    Path made = folder.resolve(UUID.randomUUID().toString());
    return Files.createDirectory(made, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path stage : folders) {
        if (isOld(stage)) {
          BlobStage.delete(stage);
        }
      }
    }
  }

  private boolean isOld(Path stage) throws IOException {
    try {
      return Files.getLastModifiedTime(stage)
          .toInstant()
          .isBefore(clock.instant().minus(LEFT_BEHIND));
    } catch (NoSuchFileException e) {
      return false; // another process removes leftovers, too
    }
  }
}
