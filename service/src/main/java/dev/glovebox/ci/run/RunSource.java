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
   * @param depth of history, 0: all of it
   */
  record Git(
      String url,
      String ref,
      Optional<String> sha,
      int depth,
      AttemptOrder.Source.Git.Submodules submodules)
      implements RunSource {}
}
