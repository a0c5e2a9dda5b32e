package dev.glovebox.queue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Work that is not begun for now, of one tenant or of all. It may be asked for and waits; what runs
 * goes on. Claims honour it, and so does what would begin at once: what is being taken at that very
 * moment may still begin. Thread-safe.
 */
public final class QueuePauses {

  private static final String ALL =
      """
      select t.name, p.reason, p.paused_by, p.paused_at
      from queue_pause p left join tenant t on t.id = p.tenant_id
      order by t.name nulls first
      """;

  private static final String PAUSE =
      """
      insert into queue_pause (tenant_id, reason, paused_by) values (:tenant, :reason, :by)
      on conflict do nothing
      """;

  private static final String RESUME =
      "delete from queue_pause where tenant_id is not distinct from :tenant::uuid";

  private static final String OF =
      """
      select t.name, p.reason, p.paused_by, p.paused_at
      from queue_hold p left join tenant t on t.id = p.tenant_id
      where p.tenant_id is null or p.tenant_id = :tenant
      order by t.name nulls first limit 1
      """;

  private final JdbcClient jdbc;

  public QueuePauses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A pause.
   *
   * @param tenant whose work it is, by name; empty = everybody's
   * @param by who ordered it
   */
  public record Pause(Optional<String> tenant, String reason, String by, Instant since) {}

  /** All of them: that of everything first. */
  public List<Pause> all() {
    return jdbc.sql(ALL).query((row, _) -> pause(row)).list();
  }

  /** The tenant of this name. */
  public Optional<UUID> tenant(String name) {
    return jdbc.sql("select id from tenant where name = :name")
        .param("name", name)
        .query(UUID.class)
        .optional();
  }

  /** What keeps a tenant's work from being begun: a pause, or that the tenant is disabled. */
  public Optional<Pause> of(UUID tenant) {
    return jdbc.sql(OF).param("tenant", tenant).query((row, _) -> pause(row)).optional();
  }

  /**
   * Begins a pause.
   *
   * @param tenant whose work; empty = everybody's
   * @param reason 1 to 500 characters
   * @return whether it was not paused before; otherwise the first reason stays
   */
  public boolean pause(Optional<UUID> tenant, String reason, String by) {
    return jdbc.sql(PAUSE)
            .param("tenant", tenant.orElse(null))
            .param("reason", reason)
            .param("by", by)
            .update()
        == 1;
  }

  /**
   * Ends a pause; workers see it within a second.
   *
   * @return whether there was one
   */
  public boolean resume(Optional<UUID> tenant) {
    return jdbc.sql(RESUME).param("tenant", tenant.orElse(null)).update() == 1;
  }

  private static Pause pause(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Pause(
        Optional.ofNullable(row.getString("name")),
        row.getString("reason"),
        row.getString("paused_by"),
        row.getObject("paused_at", OffsetDateTime.class).toInstant());
  }
}
