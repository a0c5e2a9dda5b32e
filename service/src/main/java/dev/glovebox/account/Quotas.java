package dev.glovebox.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The quotas of tenants and keys. Whoever asks often gets them from a cache that is as old as that
 * of keys may be: a change is seen at once here, and soon in other processes.
 */
@Component
public class Quotas {

  private static final long MOST_CACHED = 100_000;

  private static final String TENANT =
      """
      select t.id, t.name, t.weight, t.requests_per_second, t.request_burst, t.submissions_per_minute, t.max_queued,
        t.max_running, t.quota_version
      from tenant t
      """;

  private static final String LISTED =
      """
      select t.*, coalesce(j.queued, 0) as queued, coalesce(j.running, 0) as running,
        coalesce(r.requests, 0) as requests, coalesce(r.submissions, 0) as submissions, coalesce(r.queue, 0) as queue
      from (%s) as t
      left join lateral (
        select count(*) filter (where state = 'QUEUED') as queued, count(*) filter (where state = 'RUNNING') as running
        from job where tenant_id = t.id and state <> 'DONE') as j on true
      left join lateral (
        select sum(times) filter (where kind = 'requests') as requests,
          sum(times) filter (where kind = 'submissions') as submissions, sum(times) filter (where kind = 'queue') as queue
        from refusal where tenant_id = t.id and hour > now() - interval '24 hours') as r on true
      order by t.name
      """;

  private static final String CHANGE_TENANT =
      """
      update tenant set weight = :weight, requests_per_second = :requestsPerSecond, request_burst = :requestBurst,
        submissions_per_minute = :submissionsPerMinute, max_queued = :maxQueued, max_running = :maxRunning,
        quota_version = quota_version + 1
      where id = :id and quota_version = :version
      """;

  private static final String KEY =
      "select prefix, requests_per_second, requests_per_minute, quota_version from api_key where id = :id";

  private static final String CHANGE_KEY =
      """
      update api_key set requests_per_second = :requestsPerSecond, requests_per_minute = :requestsPerMinute,
        quota_version = quota_version + 1
      where id = :id and quota_version = :version
      """;

  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final LoadingCache<UUID, TenantQuota> tenants;
  private final LoadingCache<UUID, KeyQuota> keys;

  Quotas(JdbcClient jdbc, AuditLog audit, AccountProperties properties) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.tenants =
        cache(
            properties,
            id ->
                jdbc.sql(TENANT + "where t.id = :id")
                    .param("id", id)
                    .query((row, _) -> tenantQuota(row))
                    .optional()
                    .orElse(TenantQuota.NONE));
    this.keys = cache(properties, id -> key(id).map(VersionedKey::quota).orElse(KeyQuota.NONE));
  }

  /**
   * A tenant's quota, what it uses now, and how often it was refused in the last day.
   *
   * @param version to be told with a change
   * @param queued how many of its jobs wait
   * @param running how many run
   * @param refusals by the reason why a request was answered with 429
   */
  public record Listed(
      UUID id,
      String tenant,
      int version,
      TenantQuota quota,
      long queued,
      long running,
      Map<Refusals.Kind, Long> refusals) {

    /** How often it was refused for this reason in the last 24 hours. */
    public long times(Refusals.Kind kind) {
      return refusals.getOrDefault(kind, 0L);
    }

    /** The same, by the name of the reason; for templates. */
    public long times(String kind) {
      return times(Refusals.Kind.valueOf(kind));
    }
  }

  /**
   * A key's quota.
   *
   * @param version to be told with a change
   */
  public record VersionedKey(String prefix, int version, KeyQuota quota) {}

  /** What a tenant may use, from the cache. */
  public TenantQuota ofTenant(UUID id) {
    return tenants.get(id);
  }

  /** What a key may use, from the cache. */
  public KeyQuota ofKey(UUID id) {
    return keys.get(id);
  }

  /**
   * Tenants by name.
   *
   * @param after name of the last one that was seen; empty text = from the beginning
   */
  public List<Listed> list(String after, int most) {
    return jdbc.sql(LISTED.formatted(TENANT + "where name > :after order by name limit :most"))
        .param("after", after)
        .param("most", most)
        .query((row, _) -> listed(row))
        .list();
  }

  public Optional<Listed> find(String tenant) {
    return jdbc.sql(LISTED.formatted(TENANT + "where name = :name"))
        .param("name", tenant)
        .query((row, _) -> listed(row))
        .optional();
  }

  public Optional<VersionedKey> key(UUID id) {
    return jdbc.sql(KEY)
        .param("id", id)
        .query((row, _) ->
            new VersionedKey(
                row.getString("prefix"),
                row.getInt("quota_version"),
                new KeyQuota(
                    integer(row, "requests_per_second"), integer(row, "requests_per_minute"))))
        .optional();
  }

  /**
   * Changes what a tenant may use.
   *
   * @param version that whoever asks has seen
   * @param reason for the audit log
   * @throws Accounts.Refused when there is no such tenant, or somebody else has changed it
   */
  @Transactional
  public void change(String tenant, int version, TenantQuota quota, String reason, Actor by) {
    Listed before =
        find(tenant)
            .orElseThrow(
                () -> new Accounts.Refused(Accounts.Reason.ABSENT, "There is no such tenant."));
    int changed =
        jdbc.sql(CHANGE_TENANT)
            .param("id", before.id())
            .param("version", version)
            .param("weight", quota.weight())
            .param("requestsPerSecond", quota.requestsPerSecond().orElse(null))
            .param("requestBurst", quota.requestBurst().orElse(null))
            .param("submissionsPerMinute", quota.submissionsPerMinute().orElse(null))
            .param("maxQueued", quota.maxQueued().orElse(null))
            .param("maxRunning", quota.maxRunning().orElse(null))
            .update();
    requireChanged(changed, version, before.version());
    audit.write(
        by.name(),
        "changed a quota",
        "tenant " + tenant,
        "%s; was %s: %s".formatted(quota.text(), before.quota().text(), reason));
    AfterCommit.run(() -> tenants.invalidate(before.id()));
  }

  /**
   * Changes what a key may use.
   *
   * @param version that whoever asks has seen
   * @param reason for the audit log
   * @throws Accounts.Refused when there is no such key, or somebody else has changed it
   */
  @Transactional
  public void change(UUID key, int version, KeyQuota quota, String reason, Actor by) {
    VersionedKey before =
        key(key)
            .orElseThrow(
                () -> new Accounts.Refused(Accounts.Reason.ABSENT, "There is no such key."));
    int changed =
        jdbc.sql(CHANGE_KEY)
            .param("id", key)
            .param("version", version)
            .param("requestsPerSecond", quota.requestsPerSecond().orElse(null))
            .param("requestsPerMinute", quota.requestsPerMinute().orElse(null))
            .update();
    requireChanged(changed, version, before.version());
    audit.write(
        by.name(),
        "changed a quota",
        "key " + before.prefix(),
        "%s; was %s: %s".formatted(quota.text(), before.quota().text(), reason));
    AfterCommit.run(() -> keys.invalidate(key));
  }

  private static void requireChanged(int changed, int version, int found) {
    if (changed == 0) {
      throw new Accounts.Refused(
          Accounts.Reason.CHANGED,
          "It has been changed meanwhile: version %d was asked for, it is at %d."
              .formatted(version, found));
    }
  }

  private static <T> LoadingCache<UUID, T> cache(
      AccountProperties properties, Function<UUID, T> loader) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_CACHED)
        .expireAfterWrite(properties.keyCache())
        .build(loader::apply);
  }

  private static Listed listed(ResultSet row) throws SQLException {
    return new Listed(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getInt("quota_version"),
        tenantQuota(row),
        row.getLong("queued"),
        row.getLong("running"),
        Map.of(
            Refusals.Kind.REQUESTS,
            row.getLong("requests"),
            Refusals.Kind.SUBMISSIONS,
            row.getLong("submissions"),
            Refusals.Kind.QUEUE,
            row.getLong("queue")));
  }

  private static TenantQuota tenantQuota(ResultSet row) throws SQLException {
    return new TenantQuota(
        row.getInt("weight"),
        integer(row, "requests_per_second"),
        integer(row, "request_burst"),
        integer(row, "submissions_per_minute"),
        integer(row, "max_queued"),
        integer(row, "max_running"));
  }

  private static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Integer.class));
  }
}
