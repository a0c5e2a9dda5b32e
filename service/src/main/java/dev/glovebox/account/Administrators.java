package dev.glovebox.account;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who can undo whatever was done: one of them is always left. Accounts and tenants both decide who
 * that is, so orders by which there may be fewer are carried out one after the other.
 */
@Component
class Administrators {

  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('administrators', 0)) is null";

  private static final String ALL =
      """
      select a.id, a.tenant_id from account a join tenant t on t.id = a.tenant_id
      where a.role = 'admin' and a.disabled_at is null and t.disabled_at is null
      """;

  private final JdbcClient jdbc;

  Administrators(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Waits for other orders by which there may be fewer administrators, until whose transactions
   * end; others wait for the end of this one then. Called before any row is locked: whoever waits
   * here with a row of an account might be waited for.
   */
  void oneAtATime() {
    jdbc.sql(LOCK).query((_, _) -> true).single();
  }

  /** Whether none would be left without this account; after {@link #oneAtATime}. */
  boolean needs(UUID account) {
    return jdbc.sql(ALL)
        .query((row, _) -> row.getObject(1, UUID.class))
        .list()
        .equals(List.of(account));
  }

  /** Whether none would be left without this tenant; after {@link #oneAtATime}. */
  boolean needsTenant(UUID tenant) {
    return jdbc.sql(ALL).query((row, _) -> row.getObject(2, UUID.class)).list().stream()
        .allMatch(tenant::equals);
  }
}
