package dev.glovebox.language;

import java.util.List;
import java.util.Optional;

/** The catalogue. Thread-safe; images may become ready at any time. */
public interface Languages {

  /** Every language, in the order of their ids. */
  List<Language> all();

  /** The language with this id, alias or file extension, case-insensitively and in this order. */
  Optional<Language> find(String name);

  /** Whether the image is there, and which. */
  Readiness readiness(Language language);

  /**
   * Looks now which images are there, rather than in a while, and returns when that is known: what
   * an engine that was away did not say is no longer taken for missing.
   */
  default void lookAgain() {}

  /** Whether a language can be used. */
  sealed interface Readiness {
    /**
     * @param image the image's id ({@code sha256:...})
     * @param version what its version command said
     */
    record Ready(String image, String version) implements Readiness {}

    /**
     * @param reason a sentence for people: queued, being built, failed because ...
     */
    record NotReady(String reason) implements Readiness {}
  }
}
