package dev.glovebox.blob;

import java.io.IOException;
import java.nio.file.Path;

/** A store on the disk for tests of other packages. */
public final class BlobsForTests {

  private BlobsForTests() {}

  public static BlobStaging in(Path directory) throws IOException {
    return new DiskBlobs(directory, java.time.Clock.systemUTC());
  }
}
