package dev.glovebox.ci.plan;

import java.util.List;
import java.util.Optional;

/**
 * A cache of a project. It never fails a job.
 *
 * @param key where it is found; may hold variables until the job starts
 * @param files whose content makes the key, then {@code key} is the prefix; empty: none
 * @param fallbackKeys tried in order where nothing is kept under the key, at most 5
 * @param paths globs relative to the working directory
 * @param untracked whether files that git does not know are kept too
 * @param policy {@code pull}, {@code push} or {@code pull-push}; may hold variables
 * @param when on what end of the job it is kept
 */
public record CachePlan(
    String key,
    Optional<List<String>> files,
    List<String> fallbackKeys,
    List<String> paths,
    boolean untracked,
    String policy,
    Condition when) {

  public CachePlan {
    files = files.map(List::copyOf);
    fallbackKeys = List.copyOf(fallbackKeys);
    paths = List.copyOf(paths);
  }
}
