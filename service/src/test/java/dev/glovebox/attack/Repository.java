package dev.glovebox.attack;

import dev.glovebox.drill.AttackCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;

/** The repository that the tests run in. */
final class Repository {

  private Repository() {}

  static AttackCatalogue attacks() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("attacks").resolve("shared"))) {
        return new AttackCatalogue(at.resolve("attacks"));
      }
    }
    throw new IllegalStateException("no folder attacks/ above " + Path.of("").toAbsolutePath());
  }
}
