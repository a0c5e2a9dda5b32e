package dev.glovebox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was written down can't be changed, and where it was nevertheless, it shows. */
class AuditLogIT {

  private static final TestDatabase DATABASE = PostgresServer.freshDatabase();
  private final AuditLog log = new AuditLog(DATABASE.jdbc());

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void threeEntries() {
    run("truncate audit_entry");
    log.write("ann", "made a tenant", "one", "");
    log.write("ben", "drained a worker", "w\u202e1", "a 'reason'\n");
    log.write("ann", "revoked an API key", "abc", "");
  }

  @Test
  void theNewestComeFirst() {
    assertThat(log.newest(Long.MAX_VALUE, 2))
        .extracting(AuditLog.Entry::id)
        .containsExactly(3L, 2L);
    assertThat(log.newest(2, 10)).extracting(AuditLog.Entry::actor).containsExactly("ann");
    assertThat(log.broken()).isEmpty();
  }

  @Test
  void entriesCanBeNeitherChangedNorRemoved() {
    assertThatThrownBy(() -> run("update audit_entry set actor = 'eve'"))
        .hasMessageContaining("only ever added");
    assertThatThrownBy(() -> run("delete from audit_entry"))
        .hasMessageContaining("only ever added");
  }

  @Test
  void whatWasChangedBehindTheTriggerShows() {
    run("alter table audit_entry disable trigger all");
    run("update audit_entry set detail = 'another reason' where id = 2");
    assertThat(log.broken()).hasValue(2L);
    run("alter table audit_entry enable trigger all");
  }

  @Test
  void whatWasTakenOutShows() {
    run("alter table audit_entry disable trigger all");
    run("delete from audit_entry where id = 1");
    assertThat(log.broken()).hasValue(2L);
    run("alter table audit_entry enable trigger all");
  }

  private static void run(String sql) {
    DATABASE.jdbc().sql(sql).update();
  }
}
