package dev.glovebox.blob;

import java.io.IOException;

/** Contents of which it is not yet known whether they are wanted. Thread-safe. */
public interface BlobStaging {

  /** A new stage; the caller closes it. */
  BlobStage stage() throws IOException;
}
