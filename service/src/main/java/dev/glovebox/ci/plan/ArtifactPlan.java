package dev.glovebox.ci.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files of a job that are kept.
 *
 * @param name of the archive; may hold variables until the job starts
 * @param paths globs relative to the working directory
 * @param exclude globs of what is left out
 * @param untracked whether files that git does not know are kept too
 * @param when on what end of the job they are kept
 * @param expireIn how long they are kept, or empty: for ever
 */
public record ArtifactPlan(
    String name,
    List<String> paths,
    List<String> exclude,
    boolean untracked,
    Condition when,
    Optional<Duration> expireIn) {

  public ArtifactPlan {
    paths = List.copyOf(paths);
    exclude = List.copyOf(exclude);
  }
}
