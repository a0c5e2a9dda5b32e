package dev.glovebox.sandbox.docker;

import java.time.Instant;
import java.util.Map;

/**
 * What the engine knows about an image.
 *
 * @param id {@code sha256:...}
 * @param created when it was built
 * @param sizeBytes its size on disk, layers shared with others included
 * @param labels its labels
 */
public record ImageFacts(String id, Instant created, long sizeBytes, Map<String, String> labels) {

  public ImageFacts {
    labels = Map.copyOf(labels);
  }
}
