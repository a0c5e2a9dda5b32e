package dev.glovebox.account;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who can undo whatever was done: one of them is always left. */
@Component
class Administrators {

  private static final String ALL =
      "select id from account where role = 'admin' and disabled_at is null order by id for update";

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
}
