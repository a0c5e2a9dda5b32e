package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptOrder;
import java.util.Optional;

/** Where the files of a run come from, as it is stored. */
public sealed interface RunSource {

  /** Nowhere: workspaces begin empty. */
  record None() implements RunSource {}

  /**
   * From an archive in the store.
   *
   * @param format {@code tar}, {@code tar.gz}, {@code tar.zst} or {@code zip}
   * @param strip leading parts of the names that are dropped
   * @param sha256 of the archive
   * @param size of the archive, in bytes
   */
  record Archive(String format, int strip, String sha256, long size) implements RunSource {}

  /**
   * From a git repository.
   *
   * @param url {@code https} or {@code http}, without a user
   * @param ref branch or tag, empty: the repository's default
   * @param sha commit that is fetched and no other, or empty: whatever the ref names when a job
   *     begins
   * @param depth of history, 0: all of it
   * @param secret name of the project's secret that is the credential
   */
  record Git(
      String url,
      String ref,
      Optional<String> sha,
      int depth,
      AttemptOrder.Source.Git.Submodules submodules,
      Optional<String> secret)
      implements RunSource {}
}
