package dev.glovebox.ci.execute;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes on their way from a container to the store, in a file that goes with it. */
final class Spool implements AutoCloseable {

  private final long most;
  private final Path file;
  private final OutputStream out;
  private long size;

  /**
   * @param most bytes; what is beyond is dropped
   */
  Spool(long most) throws IOException {
    this.most = most;
    this.file = Files.createTempFile("glovebox-artifacts", ".zip");
    this.out = Files.newOutputStream(file);
  }

  void write(byte[] bytes, int offset, int length) {
    size += length;
    if (isTooLarge()) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isTooLarge() {
    return size > most;
  }

  /** All of it, once nothing more comes. */
  InputStream open() throws IOException {
    out.close();
    return Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      Files.delete(file);
    }
  }
}
