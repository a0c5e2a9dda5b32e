package dev.glovebox.account;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who can undo whatever was done: one of them is always left. */
@Component
class Administrators {

  private static final String ALL =
      """
      select a.id, a.tenant_id from account a join tenant t on t.id = a.tenant_id
      where a.role = 'admin' and a.disabled_at is null and t.disabled_at is null
      order by a.id for update of a
      """;

  private final JdbcClient jdbc;

  Administrators(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whether none would be left without this account. The rows are locked: two who ask at once see
   * each other.
   */
  boolean needs(UUID account) {
    return jdbc.sql(ALL)
        .query((row, _) -> row.getObject(1, UUID.class))
        .list()
        .equals(List.of(account));
  }

  /** Whether none would be left without this tenant; locks as {@link #needs} does. */
  boolean needsTenant(UUID tenant) {
    return jdbc.sql(ALL).query((row, _) -> row.getObject(2, UUID.class)).list().stream()
        .allMatch(tenant::equals);
  }
}
