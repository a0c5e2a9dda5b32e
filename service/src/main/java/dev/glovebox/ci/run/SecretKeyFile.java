package dev.glovebox.ci.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The key that secrets are encrypted with, in a file of its own beside the database: whoever has
 * only the database or its backups has no secrets. All processes of the service share the file.
 */
final class SecretKeyFile {

  private static final int BYTES = 32;

  private final Path file;

  SecretKeyFile(Path file) {
    this.file = file;
  }

  /**
   * The key; made when it is asked for first.
   *
   * @throws IOException when there is something else, or it can't be read or made
   */
  byte[] key() throws IOException {
    if (!Files.exists(file)) {
      make();
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != BYTES) {
      throw new IOException("%s has %d bytes instead of 32".formatted(file, key.length));
    }
    return key;
  }

  /** Another process may make it at the same time: the first one's is everybody's. */
  private void make() throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            "key",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, key);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      if (!Files.exists(file)) {
        throw e;
      }
    } finally {
      Files.delete(fresh);
    }
  }
}
