package dev.glovebox.dashboard;

import dev.glovebox.ci.run.RunState;
import dev.glovebox.dashboard.SubmissionQuery.Mark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pages of runs of all tenants, or of one, and what jobs wait for. For each tenant an index gives
 * its newest rows that fit; the newest of those are the page.
 */
final class RunLists {

  static final int PAGE = 50;

  private static final String TENANT_OF_RUN = "select tenant_id from ci_run where id = :id";
  private static final String TENANT_OF_JOB = "select tenant_id from ci_job where id = :id";

  /** Where an attempt that is queued stands, and who could take it. */
  private static final String WAITING =
      """
      select j.order_at > now() as later,
        (select p.reason from queue_hold p where p.tenant_id is null or p.tenant_id = j.tenant_id
          order by p.tenant_id nulls first limit 1) as paused,
        (select count(*) from job o where o.state = 'QUEUED' and o.kind = j.kind and o.tenant_id = j.tenant_id
          and (o.order_at, o.id) < (j.order_at, j.id)) as before,
        (select count(*) from worker
          where not draining and heartbeat_at > now() - interval '60 seconds') as workers
      from job j where j.subject = :attempt and j.state = 'QUEUED'
      """;

  private static final String HOLDER =
      """
      select o.id, o.name, r.number from ci_job j
      join ci_job o on o.project_id = j.project_id and o.resource_group = j.resource_group and o.id <> j.id
        and o.state in ('queued', 'preparing', 'running', 'finishing', 'canceling')
      join ci_run r on r.id = o.run_id
      where j.id = :job limit 1
      """;

  private final JdbcClient jdbc;

  RunLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A run; names are hostile text made legible. */
  record Row(
      String tenant,
      UUID id,
      String project,
      long number,
      String name,
      String ref,
      String sha,
      String cause,
      RunState state,
      boolean warnings,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt) {}

  /**
   * A page.
   *
   * @param next where the next one begins; empty at the end
   */
  record Page(List<Row> rows, Optional<Mark> next) {}

  /** A job that has what another one waits for. */
  record Holder(UUID job, String name, long run) {}

  /**
   * @param onlyTenant the only tenant whose runs may be seen; empty = all
   */
  Page page(RunQuery query, Optional<UUID> onlyTenant) {
    return page(query, onlyTenant, PAGE);
  }

  /**
   * A page of another size.
   *
   * @param onlyTenant the only tenant of which rows may be seen; empty = all
   * @param size most rows
   */
  Page page(RunQuery query, Optional<UUID> onlyTenant, int size) {
    var inner = new StringBuilder();
    var outer = new StringBuilder();
    Map<String, Object> values = new HashMap<>();
    values.put("limit", size + 1);
    query.state().ifPresent(one -> and(inner, values, "r.state = :state", "state", one.code()));
    query.project().ifPresent(one -> and(inner, values, "p.name = :project", "project", one));
    query.ref().ifPresent(one -> and(inner, values, "r.ref = :ref", "ref", one));
    query.begin().ifPresent(one -> and(inner, values, "r.created_at >= :begin", "begin", utc(one)));
    query.end().ifPresent(one -> and(inner, values, "r.created_at < :end", "end", utc(one)));
    query
        .after()
        .ifPresent(mark -> {
          and(inner, values, "(r.created_at, r.id) < (:at, :id)", "at", utc(mark.at()));
          values.put("id", mark.id());
        });
    onlyTenant.ifPresent(one -> and(outer, values, "t.id = :only", "only", one));
    query.tenant().ifPresent(one -> and(outer, values, "t.name = :tenant", "tenant", one));
    List<Row> rows =
        jdbc.sql(statement(inner, outer)).params(values).query((row, _) -> row(row)).list();
    if (rows.size() <= size) {
      return new Page(rows, Optional.empty());
    }
    Row last = rows.get(size - 1);
    return new Page(
        List.copyOf(rows.subList(0, size)), Optional.of(new Mark(last.createdAt(), last.id())));
  }

  /** Only conditions on columns vary; everything from outside is a parameter. */
  private static String statement(CharSequence inner, CharSequence outer) {
    return """
    select t.name as tenant, one.* from tenant t cross join lateral (
      select r.id, p.name as project, r.number, r.name, r.ref, r.sha, r.cause, r.state, r.warnings, r.created_at,
        r.started_at, r.finished_at
      from ci_run r join ci_project p on p.id = r.project_id
      where r.tenant_id = t.id %s
      order by r.created_at desc, r.id desc limit :limit) as one
    where true %s
    order by one.created_at desc, one.id desc limit :limit
    """
        .formatted(inner, outer);
  }

  /** Whose run it is; empty when there is none, or it must not be seen. */
  Optional<UUID> tenantOfRun(UUID run, Optional<UUID> onlyTenant) {
    return owner(TENANT_OF_RUN, run, onlyTenant);
  }

  /** Whose job it is; empty when there is none, or it must not be seen. */
  Optional<UUID> tenantOfJob(UUID job, Optional<UUID> onlyTenant) {
    return owner(TENANT_OF_JOB, job, onlyTenant);
  }

  /** A sentence: what an attempt in the queue waits for. */
  String waitsFor(UUID attempt) {
    return jdbc.sql(WAITING)
        .param("attempt", attempt)
        .query((row, _) -> {
          @Nullable String paused = row.getString("paused");
          if (paused != null) {
            return "It waits: the queue is paused. " + Legible.of(paused);
          }
          if (row.getLong("workers") == 0) {
            return "It waits: no worker takes work. All are silent, or drain.";
          }
          if (row.getBoolean("later")) {
            return "It failed by a fault of the service and is tried again in a moment.";
          }
          long before = row.getLong("before");
          return before == 0
              ? "It is the next job of its tenant, as soon as a worker has a free place."
              : "It waits: %,d of its tenant come before it.".formatted(before);
        })
        .optional()
        .orElse("It is being taken up.");
  }

  /** A job that keeps this one out of its resource group. */
  Optional<Holder> holder(UUID job) {
    return jdbc.sql(HOLDER)
        .param("job", job)
        .query((row, _) ->
            new Holder(
                row.getObject("id", UUID.class),
                Legible.of(row.getString("name")),
                row.getLong("number")))
        .optional();
  }

  private Optional<UUID> owner(String sql, UUID id, Optional<UUID> onlyTenant) {
    return jdbc.sql(sql)
        .param("id", id)
        .query(UUID.class)
        .optional()
        .filter(tenant -> onlyTenant.isEmpty() || onlyTenant.get().equals(tenant));
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    sql.append(" and ").append(condition);
    values.put(name, value);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("tenant"),
        row.getObject("id", UUID.class),
        Legible.of(row.getString("project")),
        row.getLong("number"),
        Legible.of(row.getString("name")),
        Legible.of(row.getString("ref")),
        Legible.of(row.getString("sha")),
        Legible.of(row.getString("cause")),
        RunState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getBoolean("warnings"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
