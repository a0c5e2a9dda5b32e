package dev.glovebox.blob;

import java.io.IOException;
import java.nio.file.Path;

/** A store on the disk for tests of other packages. */
public final class BlobsForTests {

  private BlobsForTests() {}

  /** The same, for those who do not stage. */
  public static Blobs storeIn(Path directory) throws IOException {
    return new DiskBlobs(directory, java.time.Clock.systemUTC());
  }

  public static BlobStaging in(Path directory) throws IOException {
    return new DiskBlobs(directory, java.time.Clock.systemUTC());
  }
}
