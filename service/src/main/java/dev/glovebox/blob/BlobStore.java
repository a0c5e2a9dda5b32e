package dev.glovebox.blob;

import java.io.IOException;
import java.nio.file.Path;

/** A store with all that it does. Thread-safe. */
interface BlobStore extends Blobs, BlobStaging, BlobSweep {

  /**
   * Makes a complete file of a stage a part of the store. The file may be gone afterwards.
   *
   * @throws IOException when the contents are not in the store
   */
  void adopt(Path file, Blob blob) throws IOException;
}
