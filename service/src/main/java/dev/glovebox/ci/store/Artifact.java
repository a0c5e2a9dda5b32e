package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that an attempt left.
 *
 * @param name of the archive, without ending; path of a report in the workspace
 * @param files how many are in it
 * @param expiresAt empty: kept for ever
 */
public record Artifact(
    UUID id,
    UUID job,
    UUID attempt,
    Kind kind,
    String name,
    int files,
    Blob blob,
    Instant createdAt,
    Optional<Instant> expiresAt) {

  /** What it is. */
  public enum Kind {
    /** A zip archive of files. */
    ARCHIVE,
    /** Results of tests, XML. */
    JUNIT,
    /** Variables for later jobs. */
    DOTENV,
    COBERTURA,
    JACOCO,
    /** A report that is only kept. */
    OTHER;

    /** As the database and the API call it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code().equals(code))
          .findAny()
          .orElseThrow();
    }
  }
}
