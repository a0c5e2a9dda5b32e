package dev.glovebox.deploy;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the clone is, from whatever folder the tests are started in. */
final class RepositoryRoot {

  private RepositoryRoot() {}

  static Path resolve(String path) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no docker-compose.yml above the working directory");
      }
    }
    return folder.resolve(path);
  }
}
