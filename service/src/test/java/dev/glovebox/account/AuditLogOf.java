package dev.glovebox.account;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Audit logs for tests of other packages. */
public final class AuditLogOf {

  private AuditLogOf() {}

  public static AuditLog database(JdbcClient jdbc) {
    return new AuditLog(jdbc);
  }
}
