package dev.glovebox.judge;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tenants' own setting, {@code tenant.allow_reuse}; a change is seen within ten seconds. */
final class TenantReuse implements TenantPolicies {

  private static final String ALLOWED = "select allow_reuse from tenant where id = :tenant";

  private final LoadingCache<UUID, Boolean> allowed;

  TenantReuse(JdbcClient database) {
    allowed =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build(tenant ->
                database
                    .sql(ALLOWED)
                    .param("tenant", tenant)
                    .query(Boolean.class)
                    .optional()
                    .orElse(false));
  }

  @Override
  public boolean allowsReuse(UUID tenant) {
    return allowed.get(tenant);
  }
}
