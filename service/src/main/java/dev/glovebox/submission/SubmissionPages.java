package dev.glovebox.submission;

import dev.glovebox.submission.SubmissionStore.Cursor;
import dev.glovebox.submission.SubmissionStore.Filter;
import dev.glovebox.submission.SubmissionStore.Page;
import dev.glovebox.submission.SubmissionStore.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pages of submissions by keyset. Which table leads is chosen by the filter, so that an index gives
 * the order whatever is asked: {@code result} when a verdict or the end is asked for, {@code job}
 * for what is open, {@code submission} otherwise. The time of a submission is the same in all
 * three.
 */
final class SubmissionPages {

  private static final String COLUMNS =
      """
      select s.id, s.language, s.tests, s.created_at, j.state, r.verdict, r.cpu_nanos, r.memory_bytes, j.finished_at
      """;

  private static final String BY_SUBMISSION =
      COLUMNS
          + """
          from (select *, created_at as at, id as key from submission) s
          join job j on j.subject = s.id
          left join result r on r.submission_id = s.id
          where s.tenant_id = :tenant and not s.trial
          """;

  private static final String BY_RESULT =
      COLUMNS
          + """
          from (select *, submitted_at as at, submission_id as key from result) r
          join submission s on s.id = r.submission_id
          join job j on j.subject = r.submission_id
          where r.tenant_id = :tenant and not s.trial
          """;

  private static final String BY_JOB =
      COLUMNS
          + """
          from (select *, enqueued_at as at, subject as key from job where state <> 'DONE') j
          join submission s on s.id = j.subject
          left join result r on r.submission_id = j.subject
          where j.tenant_id = :tenant and not s.trial
          """;

  private final JdbcClient jdbc;

  SubmissionPages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Page page(UUID tenant, Filter filter, Optional<Cursor> after, int size) {
    Map<String, Object> values = new HashMap<>();
    values.put("tenant", tenant);
    values.put("limit", size + 1);
    List<Row> rows =
        jdbc.sql(statement(filter, after, values))
            .params(values)
            .query((row, _) -> row(row))
            .list();
    if (rows.size() <= size) {
      return new Page(rows, Optional.empty());
    }
    Row last = rows.get(size - 1);
    return new Page(
        List.copyOf(rows.subList(0, size)),
        Optional.of(new Cursor(last.createdAt(), last.id().value())));
  }

  /** Only names of columns vary; everything from outside is a parameter. */
  static String statement(Filter filter, Optional<Cursor> after, Map<String, Object> values) {
    boolean done = filter.state().equals(Optional.of(SubmissionView.State.DONE));
    boolean byResult = filter.verdict().isPresent() || done;
    boolean byJob = filter.state().isPresent() && !byResult;
    String leader = byResult ? "r" : byJob ? "j" : "s";
    StringBuilder sql = new StringBuilder(byResult ? BY_RESULT : byJob ? BY_JOB : BY_SUBMISSION);
    filter
        .verdict()
        .ifPresent(verdict -> {
          sql.append("and r.verdict = :verdict\n");
          values.put("verdict", verdict.name());
        });
    filter
        .state()
        .filter(state -> !done)
        .ifPresent(state -> {
          sql.append("and j.state = :state\n");
          values.put("state", state.name());
        });
    filter
        .language()
        .ifPresent(language -> {
          sql.append("and s.language = :language\n");
          values.put("language", SafeText.encode(language));
        });
    filter
        .createdFrom()
        .ifPresent(from -> {
          sql.append("and ").append(leader).append(".at >= :from\n");
          values.put("from", utc(from));
        });
    filter
        .createdTo()
        .ifPresent(to -> {
          sql.append("and ").append(leader).append(".at < :to\n");
          values.put("to", utc(to));
        });
    after.ifPresent(cursor -> {
      sql.append("and (%1$s.at, %1$s.key) < (:after_at, :after_key)\n".formatted(leader));
      values.put("after_at", utc(cursor.createdAt()));
      values.put("after_key", cursor.id());
    });
    return sql.append("order by %1$s.at desc, %1$s.key desc limit :limit".formatted(leader))
        .toString();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new SubmissionId(row.getObject("id", UUID.class)),
        SafeText.decode(row.getString("language")),
        SubmissionView.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
        Optional.ofNullable(row.getObject("cpu_nanos", Long.class)).map(Duration::ofNanos),
        Optional.ofNullable(row.getObject("memory_bytes", Long.class)),
        row.getInt("tests"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        PostgresSubmissions.instant(row, "finished_at"));
  }
}
