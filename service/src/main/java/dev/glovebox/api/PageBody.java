package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.submission.SubmissionStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of submissions.
 *
 * @param next the {@code cursor} of the next page; left out at the end
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PageBody(List<RowBody> submissions, Optional<String> next) {

  static PageBody of(SubmissionStore.Page page) {
    return new PageBody(
        page.rows().stream().map(RowBody::of).toList(), page.next().map(Cursors::write));
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RowBody(
      String id,
      String state,
      String language,
      Optional<ResultBody.VerdictBody> verdict,
      Optional<Long> cpuTimeMicros,
      Optional<Long> memoryBytes,
      int tests,
      Instant createdAt,
      Optional<Instant> finishedAt) {

    static RowBody of(SubmissionStore.Row row) {
      return new RowBody(
          row.id().toString(),
          ResultBody.code(row.state()),
          row.language(),
          row.verdict().map(verdict -> ResultBody.VerdictBody.of(verdict, "")),
          row.cpu().map(ResultBody::micros),
          row.memoryBytes(),
          row.tests(),
          row.createdAt(),
          row.finishedAt());
    }
  }
}
