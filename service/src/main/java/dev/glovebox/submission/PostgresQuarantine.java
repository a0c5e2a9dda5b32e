package dev.glovebox.submission;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The quarantine as a table. */
final class PostgresQuarantine implements Quarantine {

  private static final String FIND =
      """
      select reason, evidence, quarantined_at from quarantine
      where tenant_id = :tenant and problem = :problem and version = :version
      """;

  private static final String PUT =
      """
      insert into quarantine (tenant_id, problem, version, reason, evidence)
      values (:tenant, :problem, :version, :reason, :evidence)
      on conflict do nothing
      """;

  private static final String RELEASE =
      "delete from quarantine where tenant_id = :tenant and problem = :problem and version = :version";

  private final JdbcClient jdbc;

  PostgresQuarantine(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Case> find(UUID tenant, String problem, String version) {
    return of(FIND, tenant, problem, version)
        .query((row, _) ->
            new Case(
                SafeText.decode(row.getString("reason")),
                SafeText.decode(row.getString("evidence")),
                row.getObject("quarantined_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  @Override
  public void put(UUID tenant, String problem, String version, String reason, String evidence) {
    of(PUT, tenant, problem, version)
        .param("reason", SafeText.encode(reason))
        .param("evidence", SafeText.encode(evidence))
        .update();
  }

  @Override
  public boolean release(UUID tenant, String problem, String version) {
    return of(RELEASE, tenant, problem, version).update() > 0;
  }

  private JdbcClient.StatementSpec of(String sql, UUID tenant, String problem, String version) {
    return jdbc.sql(sql)
        .param("tenant", tenant)
        .param("problem", problem)
        .param("version", version);
  }
}
