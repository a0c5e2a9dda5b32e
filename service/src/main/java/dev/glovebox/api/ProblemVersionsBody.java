package dev.glovebox.api;

import dev.glovebox.problem.ProblemStore;
import java.time.Instant;
import java.util.List;

/** All versions of a problem, the last one made first. */
record ProblemVersionsBody(List<RowBody> versions) {

  static ProblemVersionsBody of(List<ProblemStore.VersionRow> rows) {
    return new ProblemVersionsBody(
        rows.stream()
            .map(row -> new RowBody(row.version(), row.createdAt(), row.newest()))
            .toList());
  }

  /**
   * @param newest whether it is judged when a submission names none
   */
  record RowBody(String version, Instant createdAt, boolean newest) {}
}
