package dev.glovebox.language;

import java.util.Optional;

/** Asks the engine for images. */
@FunctionalInterface
public interface ImageLookup {
  /**
   * The image that has this name now.
   *
   * @param name for example {@code glovebox/cpp:latest}
   * @return its id ({@code sha256:...}); empty when there is none
   * @throws dev.glovebox.sandbox.SandboxException when the engine does not answer
   */
  Optional<String> imageId(String name);
}
