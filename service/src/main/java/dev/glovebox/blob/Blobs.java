package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** A store of immutable contents, addressed by their hash. Thread-safe. */
public interface Blobs {

  /**
   * Stores everything that is left in the stream; storing the same contents again costs no space.
   *
   * @return the name, valid only when this method returned
   */
  Blob put(InputStream contents) throws IOException;

  /**
   * Opens contents for reading from the beginning; the caller closes the stream.
   *
   * @throws java.nio.file.NoSuchFileException when they are not, or no longer, in the store
   */
  InputStream open(Blob blob) throws IOException;

  /**
   * Opens contents for reading at any place; the caller closes the channel.
   *
   * @throws java.nio.file.NoSuchFileException when they are not, or no longer, in the store
   */
  SeekableByteChannel channel(Blob blob) throws IOException;

  /** All of the contents, for those that fit into memory. */
  default byte[] read(Blob blob) throws IOException {
    try (InputStream in = open(blob)) {
      return in.readAllBytes();
    }
  }
}
