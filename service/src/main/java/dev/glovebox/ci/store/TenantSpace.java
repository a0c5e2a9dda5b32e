package dev.glovebox.ci.store;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much of the store a tenant takes. What comes in at the same moment isn't counted: a tenant
 * can go beyond by what it sends at once.
 */
final class TenantSpace {

  private static final String TAKEN =
      """
      select coalesce((select sum(size) from ci_upload where tenant_id = :tenant), 0)
        + coalesce((select sum(size) from ci_artifact where tenant_id = :tenant), 0)
      """;

  private final JdbcClient jdbc;
  private final long most;

  TenantSpace(JdbcClient jdbc, long most) {
    this.jdbc = jdbc;
    this.most = most;
  }

  /**
   * @throws StoreRefused when there is no room for so many bytes
   */
  void require(UUID tenant, long bytes) throws StoreRefused {
    long taken = jdbc.sql(TAKEN).param("tenant", tenant).query(Long.class).single();
    if (taken + bytes > most) {
      throw new StoreRefused(
          StoreRefused.Reason.FULL,
          "The store holds %d bytes of this tenant, and at most %d may be there: delete something, or wait until it expires."
              .formatted(taken, most));
    }
  }
}
