package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Contents beside the store: what is kept becomes part of it, everything else goes when the stage
 * is closed. For one thread.
 */
public final class BlobStage implements AutoCloseable {

  private final BlobStore store;
  private final Path folder;
  private final Map<Blob, Path> files = new HashMap<>();
  private int names;

  BlobStage(BlobStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** A path for a file that is no contents, such as an upload; it goes with the stage. */
  public Path scratchFile() {
    return folder.resolve("scratch-" + names++);
  }

  /** Takes everything that is left in the stream; the same contents again cost no space. */
  public Blob add(InputStream contents) throws IOException {
    Path file = folder.resolve("file-" + names++);
    Blob blob;
    try (OutputStream out = Files.newOutputStream(file)) {
      blob = HashedCopy.copy(contents, out);
    }
    if (files.putIfAbsent(blob, file) != null) {
      Files.delete(file);
    }
    return blob;
  }

  /**
   * Opens contents that were added here, before or after they were kept.
   *
   * @throws java.nio.file.NoSuchFileException when they were not
   */
  public InputStream open(Blob blob) throws IOException {
    Path file = files.get(blob);
    return file == null ? store.open(blob) : Files.newInputStream(file);
  }

  /**
   * Makes some of the contents a part of the store.
   *
   * @throws IllegalArgumentException for contents that were not added here
   */
  public void keep(Collection<Blob> blobs) throws IOException {
    for (Blob blob : blobs) {
      Path file = files.get(blob);
      if (file == null) {
        throw new IllegalArgumentException("not on this stage: " + blob);
      }
    }
    for (Blob blob : blobs) {
      Path file = files.get(blob);
      if (file != null && Files.exists(file)) {
        store.adopt(file, blob);
      }
      files.remove(blob);
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
