package dev.glovebox.dashboard;

import dev.glovebox.dashboard.SubmissionQuery.Mark;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
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
 * Pages of submissions of all tenants, or of one. For each tenant an index gives the newest rows
 * that fit; the newest of those are the page. Which table leads depends on what is asked, as every
 * table has an index of its own for it.
 */
final class SubmissionLists {

  static final int PAGE = 50;

  private static final String BY_SUBMISSION =
      "select s.id, s.created_at as at from submission s where s.tenant_id = t.id and not s.trial";

  private static final String BY_RESULT =
      """
      select s.id, r.submitted_at as at from result r join submission s on s.id = r.submission_id
      where r.tenant_id = t.id and not s.trial\
      """;

  private static final String BY_LANGUAGE =
      """
      select s.id, s.created_at as at from submission s join result r on r.submission_id = s.id
      where s.tenant_id = t.id and not s.trial\
      """;

  private static final String BY_JOB =
      """
      select s.id, j.enqueued_at as at from job j join submission s on s.id = j.subject
      where j.tenant_id = t.id and j.state <> 'DONE' and not s.trial\
      """;

  /** Submissions of a language are fewer than this: looking through them takes no time. */
  private static final int RARE = 5_000;

  private static final String RARITY =
      """
      select count(*) from (
        select from tenant t join submission s on s.tenant_id = t.id and s.language = :language
        where (:only::uuid is null or t.id = :only) and (:tenant::text is null or t.name = :tenant)
        limit 5001) as few
      """;

  private static final String TENANT_OF = "select tenant_id from submission where id = :id";

  private static final String TENANTS = "select name from tenant order by name limit 500";

  private final JdbcClient jdbc;

  SubmissionLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A row. */
  record Row(
      String tenant,
      UUID id,
      String language,
      int tests,
      Instant createdAt,
      SubmissionView.State state,
      Optional<Verdict> verdict,
      Optional<Duration> cpu,
      Optional<Long> memoryBytes) {}

  /**
   * A page.
   *
   * @param next where the next one begins; empty at the end
   */
  record Page(List<Row> rows, Optional<Mark> next) {}

  /**
   * @param onlyTenant the only tenant whose submissions may be seen; empty = all
   */
  Page page(SubmissionQuery query, Optional<UUID> onlyTenant) {
    return page(query, onlyTenant, PAGE);
  }

  /**
   * A page of another size.
   *
   * @param onlyTenant the only tenant of which rows may be seen; empty = all
   * @param size most rows
   */
  Page page(SubmissionQuery query, Optional<UUID> onlyTenant, int size) {
    Map<String, Object> values = new HashMap<>();
    values.put("limit", size + 1);
    String sql = statement(query, onlyTenant, languageLeads(query, onlyTenant), values);
    List<Row> rows = jdbc.sql(sql).params(values).query((row, _) -> row(row)).list();
    if (rows.size() <= size) {
      return new Page(rows, Optional.empty());
    }
    Row last = rows.get(size - 1);
    return new Page(
        List.copyOf(rows.subList(0, size)), Optional.of(new Mark(last.createdAt(), last.id())));
  }

  /** Whose submission it is; empty when there is none, or it must not be seen. */
  Optional<UUID> tenantOf(UUID submission, Optional<UUID> onlyTenant) {
    return jdbc.sql(TENANT_OF)
        .param("id", submission)
        .query(UUID.class)
        .optional()
        .filter(tenant -> onlyTenant.isEmpty() || onlyTenant.get().equals(tenant));
  }

  /** Names of the tenants, for the filter. */
  List<String> tenants() {
    return jdbc.sql(TENANTS).query((row, _) -> row.getString(1)).list();
  }

  /**
   * Whether to look through the submissions of the language rather than through those of the
   * verdict: where the language is rare, or only results of any verdict are asked for. Few rows are
   * counted to know.
   */
  private boolean languageLeads(SubmissionQuery query, Optional<UUID> onlyTenant) {
    if (query.language().isEmpty() || !ofResults(query)) {
      return false;
    }
    return query.verdict().isEmpty()
        || jdbc.sql(RARITY)
                .param("language", query.language().get())
                .param("only", onlyTenant.orElse(null))
                .param("tenant", query.tenant().orElse(null))
                .query(Integer.class)
                .single()
            <= RARE;
  }

  private static boolean ofResults(SubmissionQuery query) {
    return query.verdict().isPresent()
        || query.state().equals(Optional.of(SubmissionView.State.DONE));
  }

  /** Only names of columns and orders vary; everything from outside is a parameter. */
  private static String statement(
      SubmissionQuery query,
      Optional<UUID> onlyTenant,
      boolean byLanguage,
      Map<String, Object> values) {
    boolean byResult = ofResults(query) && !byLanguage;
    boolean byJob = query.state().isPresent() && !ofResults(query);
    String at = byResult ? "r.submitted_at" : byJob ? "j.enqueued_at" : "s.created_at";
    String key = byResult ? "r.submission_id" : byJob ? "j.subject" : "s.id";
    var inner =
        new StringBuilder(
            byLanguage ? BY_LANGUAGE : byResult ? BY_RESULT : byJob ? BY_JOB : BY_SUBMISSION);
    query.verdict().ifPresent(value -> and(inner, values, "r.verdict =", "verdict", value.name()));
    if (byJob) {
      query.state().ifPresent(value -> and(inner, values, "j.state =", "state", value.name()));
    }
    query.language().ifPresent(value -> and(inner, values, "s.language =", "language", value));
    query.begin().ifPresent(value -> and(inner, values, at + " >=", "begin", utc(value)));
    query.end().ifPresent(value -> and(inner, values, at + " <", "end", utc(value)));
    query
        .after()
        .ifPresent(mark -> {
          inner
              .append(" and (%s, %s) %s ".formatted(at, key, query.oldestFirst() ? ">" : "<"))
              .append("(:after_at, :after_key)");
          values.put("after_at", utc(mark.at()));
          values.put("after_key", mark.id());
        });
    var which = new StringBuilder("true");
    onlyTenant.ifPresent(value -> and(which, values, "t.id =", "only", value));
    query.tenant().ifPresent(value -> and(which, values, "t.name =", "tenant", value));
    return """
    with chosen as materialized (
      select t.name, one.* from tenant t cross join lateral (
        %1$s
        order by %2$s %4$s, %3$s %4$s limit :limit) as one
      where %5$s
      order by one.at %4$s, one.id %4$s limit :limit)
    select c.name as tenant, s.id, s.language, s.tests, s.created_at, j.state, r.verdict, r.cpu_nanos, r.memory_bytes
    from chosen c join submission s on s.id = c.id join job j on j.subject = c.id
    left join result r on r.submission_id = c.id
    order by c.at %4$s, c.id %4$s
    """
        .formatted(inner, at, key, query.oldestFirst() ? "asc" : "desc", which);
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    sql.append(" and ").append(condition).append(" :").append(name);
    values.put(name, value);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("tenant"),
        row.getObject("id", UUID.class),
        row.getString("language"),
        row.getInt("tests"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        SubmissionView.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
        Optional.ofNullable(row.getObject("cpu_nanos", Long.class)).map(Duration::ofNanos),
        Optional.ofNullable(row.getObject("memory_bytes", Long.class)));
  }
}
