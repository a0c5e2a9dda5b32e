package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.problem.ProblemStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of problems, in the order of their ids.
 *
 * @param next the {@code cursor} of the next page; left out at the end
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ProblemPageBody(List<RowBody> problems, Optional<String> next) {

  /**
   * @param rows one more than the page has, where there is one
   */
  static ProblemPageBody of(List<ProblemStore.Row> rows, int size) {
    List<RowBody> page = rows.stream().limit(size).map(RowBody::of).toList();
    return new ProblemPageBody(
        page, rows.size() > size ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  record RowBody(String id, String version, String name, Instant createdAt, Instant updatedAt) {
    static RowBody of(ProblemStore.Row row) {
      return new RowBody(
          row.problem(), row.version(), row.name(), row.createdAt(), row.updatedAt());
    }
  }
}
