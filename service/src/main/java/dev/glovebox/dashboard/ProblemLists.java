package dev.glovebox.dashboard;

import dev.glovebox.dashboard.ProblemQuery.Mark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pages of problems of all tenants, or of one. */
final class ProblemLists {

  static final int PAGE = 50;

  private static final String LIST =
      """
      select t.name as tenant, t.id as tenant_id, p.id, v.name, v.created_at, p.updated_at,
        jsonb_array_length(v.report) as findings, q.problem is not null as quarantined
      from problem p
      join tenant t on t.id = p.tenant_id
      join problem_version v on v.tenant_id = p.tenant_id and v.problem_id = p.id and v.version = p.newest
      left join quarantine q on q.tenant_id = p.tenant_id and q.problem = p.id and q.version = p.newest
      where true\
      """;

  private static final String QUARANTINED =
      """
      select t.name as tenant, q.problem, q.version, q.reason, q.quarantined_at
      from quarantine q join tenant t on t.id = q.tenant_id
      order by q.quarantined_at desc, q.problem, t.name limit 100
      """;

  private static final String TENANT = "select id from tenant where name = :name";

  private final JdbcClient jdbc;

  ProblemLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A problem.
   *
   * @param updatedAt when its newest version became the newest
   * @param findings how many things the import had to say
   */
  record Row(
      String tenant,
      UUID tenantId,
      String problem,
      String name,
      Instant updatedAt,
      int findings,
      boolean quarantined) {}

  /**
   * A page.
   *
   * @param next where the next one begins; empty at the end
   */
  record Page(List<Row> rows, Optional<Mark> next) {}

  /** A version that is out of use. */
  record Quarantined(String tenant, String problem, String version, String reason, Instant since) {}

  /**
   * @param onlyTenant the only tenant whose problems may be seen; empty = all
   */
  Page page(ProblemQuery query, Optional<UUID> onlyTenant) {
    var sql = new StringBuilder(LIST);
    Map<String, Object> values = new HashMap<>();
    values.put("limit", PAGE + 1);
    onlyTenant.ifPresent(id -> and(sql, values, "p.tenant_id = :only", "only", id));
    query.tenant().ifPresent(name -> and(sql, values, "t.name = :tenant", "tenant", name));
    query
        .text()
        .ifPresent(text ->
            and(
                sql,
                values,
                "(position(lower(:text) in p.id) > 0 or position(lower(:text) in lower(v.name)) > 0)",
                "text",
                text));
    query
        .state()
        .ifPresent(state ->
            sql.append(
                switch (state) {
                  case IN_USE -> " and q.problem is null";
                  case QUARANTINED -> " and q.problem is not null";
                  case WARNED -> " and v.report <> '[]'::jsonb";
                }));
    query
        .after()
        .ifPresent(mark -> {
          and(
              sql,
              values,
              "(p.id, p.tenant_id) > (:after, :after_tenant)",
              "after",
              mark.problem());
          values.put("after_tenant", mark.tenant());
        });
    sql.append(" order by p.id, p.tenant_id limit :limit");
    List<Row> rows = jdbc.sql(sql.toString()).params(values).query((row, _) -> row(row)).list();
    if (rows.size() <= PAGE) {
      return new Page(rows, Optional.empty());
    }
    Row last = rows.get(PAGE - 1);
    return new Page(
        List.copyOf(rows.subList(0, PAGE)), Optional.of(new Mark(last.problem(), last.tenantId())));
  }

  /** Versions that are out of use, of all tenants; the newest hundred. */
  List<Quarantined> quarantined() {
    return jdbc.sql(QUARANTINED)
        .query((row, _) ->
            new Quarantined(
                row.getString("tenant"),
                row.getString("problem"),
                row.getString("version"),
                Legible.of(row.getString("reason")),
                instant(row, "quarantined_at")))
        .list();
  }

  /** The tenant of this name; empty when there is none, or it must not be seen. */
  Optional<UUID> tenant(String name, Optional<UUID> onlyTenant) {
    return jdbc.sql(TENANT)
        .param("name", name)
        .query(UUID.class)
        .optional()
        .filter(tenant -> onlyTenant.isEmpty() || onlyTenant.get().equals(tenant));
  }

  /** The name of a tenant that there is. */
  String name(UUID tenant) {
    return jdbc.sql("select name from tenant where id = :id")
        .param("id", tenant)
        .query(String.class)
        .single();
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    sql.append(" and ").append(condition);
    values.put(name, value);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("tenant"),
        row.getObject("tenant_id", UUID.class),
        row.getString("id"),
        row.getString("name"),
        instant(row, "updated_at"),
        row.getInt("findings"),
        row.getBoolean("quarantined"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
