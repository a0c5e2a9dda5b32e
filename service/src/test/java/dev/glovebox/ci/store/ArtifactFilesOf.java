package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** For tests of those who read archives. */
public final class ArtifactFilesOf {

  private ArtifactFilesOf() {}

  /** A file of an archive. */
  public static ArtifactFiles.ZipFile file(Blobs blobs, Blob archive, String path)
      throws Exception {
    var artifact =
        new Artifact(
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            Artifact.Kind.ARCHIVE,
            "out",
            1,
            archive,
            Instant.EPOCH,
            Optional.empty());
    return new ArtifactFiles(blobs).file(artifact, path).orElseThrow();
  }
}
