package dev.glovebox.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The API keys: issues, checks, rotates and revokes them.
 *
 * <p>A check costs the database nothing while the key is in the cache; unknown prefixes are cached
 * too, so that guessing is not a load on it.
 */
@Component
public class ApiKeys implements DisposableBean {

  private static final long MOST_CACHED = 10_000;

  private static final String ROTATE =
      """
      update api_key set rotated_at = ?, former_prefix = prefix, former_hash = secret_hash, former_until = ?,
        former_used_at = last_used_at, prefix = ?, secret_hash = ?, last_used_at = null, expires_at = ?
      where id = ?
      """;

  private static final String PREFIXES =
      """
      select prefix from api_key where id = ?
      union all select former_prefix from api_key where id = ? and former_prefix is not null
      """;

  private static final String STILL_GOOD =
      """
      select exists (
        select from api_key k join tenant t on t.id = k.tenant_id
        where k.id = ? and k.revoked_at is null and (k.expires_at is null or k.expires_at > ?) and t.disabled_at is null)
      """;

  private final ApiKeyRows rows;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final LoadingCache<String, Cached> byPrefix;

  /** By prefix: each secret of a key has a time of last use. */
  private final Map<String, Instant> uses = new ConcurrentHashMap<>();

  ApiKeys(ApiKeyRows rows, JdbcTemplate jdbc, Clock clock, AccountProperties properties) {
    this.rows = rows;
    this.jdbc = jdbc;
    this.clock = clock;
    this.byPrefix =
        Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterWrite(properties.keyCache())
            .build(this::load);
  }

  /**
   * Who holds this key; empty when it is malformed, unknown, wrong, revoked or expired, or its
   * tenant is disabled.
   */
  public Optional<Caller> check(String text) {
    Token token = Token.parse(text).orElse(null);
    if (token == null) {
      return Optional.empty();
    }
    Cached cached = byPrefix.get(token.prefix());
    Instant now = clock.instant();
    return switch (cached) {
      case Cached.Known(ApiKey key, Caller caller, boolean disabled)
          when !disabled && key.opens(token, now) -> {
        uses.put(token.prefix(), now);
        yield Optional.of(caller);
      }
      case Cached.Known _, Cached.Unknown _ -> Optional.empty();
    };
  }

  /** Whether this key is good but for its tenant, which is disabled. */
  public boolean ofDisabledTenant(String text) {
    return Token.parse(text)
        .filter(token ->
            byPrefix.get(token.prefix()) instanceof Cached.Known(ApiKey key, _, boolean disabled)
                && disabled
                && key.opens(token, clock.instant()))
        .isPresent();
  }

  /**
   * Whether the key of a caller is still good and its tenant not disabled. Asks the database; for
   * what goes on after its request was checked.
   */
  public boolean stillGood(Caller caller) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            STILL_GOOD, Boolean.class, caller.key(), Timestamp.from(clock.instant())));
  }

  /** Asks the database again for the keys of all tenants: one was disabled or enabled. */
  void forgetAll() {
    AfterCommit.run(byPrefix::invalidateAll);
  }

  /**
   * Makes a key.
   *
   * @param expiresAt when it stops working; empty = never
   * @return the key with its secret, which nobody can learn later
   */
  @Transactional
  public Issued issue(UUID tenant, String name, Set<Scope> scopes, Optional<Instant> expiresAt) {
    Token token = Token.generate(random);
    ApiKey key = rows.save(new ApiKey(tenant, name, token, scopes, expiresAt.orElse(null)));
    forget(List.of(token.prefix()));
    return new Issued(key.id, token.text());
  }

  /**
   * Gives a key a new secret; the one it has works on beside it for a while, one before that no
   * more.
   *
   * @param formerUntil until when the one it has works; not after its expiry
   * @param expiresAt new expiry; empty = never
   * @return the key with its new secret, which nobody can learn later; empty when there is no such
   *     key
   */
  @Transactional
  public Optional<Issued> rotate(UUID id, Instant formerUntil, Optional<Instant> expiresAt) {
    List<String> before = prefixes(id);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Token token = Token.generate(random);
    jdbc.update(
        ROTATE,
        Timestamp.from(clock.instant()),
        Timestamp.from(formerUntil),
        token.prefix(),
        token.secretHash(),
        expiresAt.map(Timestamp::from).orElse(null),
        id);
    forget(before);
    return Optional.of(new Issued(id, token.text()));
  }

  /** Ends a key: at once here, in other processes when their cache has forgotten it. */
  @Transactional
  public void revoke(UUID id) {
    jdbc.update(
        "update api_key set revoked_at = coalesce(revoked_at, ?) where id = ?",
        Timestamp.from(clock.instant()),
        id);
    forget(prefixes(id));
  }

  private List<String> prefixes(UUID id) {
    return jdbc.query(PREFIXES, (row, _) -> row.getString(1), id, id);
  }

  private void forget(List<String> prefixes) {
    AfterCommit.run(() -> byPrefix.invalidateAll(prefixes));
  }

  /** Writes when keys were last used; a few rows now and then rather than one per request. */
  @Scheduled(fixedDelayString = "${glovebox.account.use-recording:30s}", initialDelayString = "10s")
  void recordUses() {
    for (var use : Map.copyOf(uses).entrySet()) {
      jdbc.update(
          "update api_key set last_used_at = greatest(last_used_at, ?) where prefix = ?",
          Timestamp.from(use.getValue()),
          use.getKey());
      jdbc.update(
          "update api_key set former_used_at = greatest(former_used_at, ?) where former_prefix = ?",
          Timestamp.from(use.getValue()),
          use.getKey());
      uses.remove(use.getKey(), use.getValue());
    }
  }

  @Override
  public void destroy() {
    recordUses();
  }

  private Cached load(String prefix) {
    return rows.findByAnyPrefix(prefix)
        .<Cached>map(key -> new Cached.Known(key, key.caller(), disabled(key.tenantId)))
        .orElseGet(Cached.Unknown::new);
  }

  private boolean disabled(UUID tenant) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select disabled_at is not null from tenant where id = ?", Boolean.class, tenant));
  }

  private sealed interface Cached {
    record Known(ApiKey key, Caller caller, boolean disabled) implements Cached {}

    record Unknown() implements Cached {}
  }

  /**
   * A new key.
   *
   * @param id to revoke it by
   * @param text what its holder sends; shown once
   */
  public record Issued(UUID id, String text) {
    /** Never shows the secret. */
    @Override
    public String toString() {
      return "Issued[" + id + "]";
    }
  }
}
