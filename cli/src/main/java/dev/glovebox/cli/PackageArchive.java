package dev.glovebox.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A problem package as it is uploaded: an archive that was there already, or a folder packed. */
final class PackageArchive implements AutoCloseable {

  private final Path file;
  private final String type;
  private final boolean temporary;
  private final List<String> remarks;

  private PackageArchive(Path file, String type, boolean temporary, List<String> remarks) {
    this.file = file;
    this.type = type;
    this.temporary = temporary;
    this.remarks = remarks;
  }

  /**
   * @param path of a folder, or of a zip or tar.gz archive
   */
  static PackageArchive of(Path path) {
    if (Files.isDirectory(path)) {
      return packed(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new Failure(ExitStatus.USAGE, "There is no file or folder %s.".formatted(path));
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return new PackageArchive(
        path, name.endsWith(".zip") ? "application/zip" : "application/gzip", false, List.of());
  }

  Path file() {
    return file;
  }

  /** Media type. */
  String type() {
    return type;
  }

  /** What whoever gave the folder should know: links that lead out of it, or nowhere. */
  List<String> remarks() {
    return remarks;
  }

  /**
   * The folder's files under their paths; links are followed, as the reader of the folder would.
   */
  private static PackageArchive packed(Path folder) {
    try {
      Path file = Files.createTempFile("package", ".zip");
      PackageArchive archive = new PackageArchive(file, "application/zip", true, remarks(folder));
      try (OutputStream out = Files.newOutputStream(file);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setLevel(Deflater.BEST_SPEED);
        for (Path each : files(folder)) {
          zip.putNextEntry(new ZipEntry(folder.relativize(each).toString().replace('\\', '/')));
          Files.copy(each, zip);
          zip.closeEntry();
        }
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
      return archive;
    } catch (IOException | UncheckedIOException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be packed: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !folder.relativize(file).startsWith(".git"))
          .sorted()
          .toList();
    }
  }

  private static List<String> remarks(Path folder) throws IOException {
    Path real = folder.toRealPath();
    List<String> remarks = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path link : all.filter(Files::isSymbolicLink).sorted().toList()) {
        if (!Files.exists(link)) {
          remarks.add(
              "%s links to %s, which is not there; it is left out"
                  .formatted(folder.relativize(link), Files.readSymbolicLink(link)));
        } else if (!link.toRealPath().startsWith(real)) {
          remarks.add(
              "%s leads out of the package; a copy of %s is uploaded"
                  .formatted(folder.relativize(link), link.toRealPath()));
        }
      }
    }
    return remarks;
  }

  @Override
  public void close() {
    if (temporary) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new Failure(
            ExitStatus.UNAVAILABLE, "%s can't be deleted: %s.".formatted(file, e.getMessage()), e);
      }
    }
  }
}
