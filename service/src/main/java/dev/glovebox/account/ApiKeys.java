package dev.glovebox.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
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
 * The API keys: issues, checks and revokes them.
 *
 * <p>A check costs the database nothing while the key is in the cache; unknown prefixes are cached
 * too, so that guessing is not a load on it.
 */
@Component
public class ApiKeys implements DisposableBean {

  private static final long MOST_CACHED = 10_000;

  private final ApiKeyRows rows;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final LoadingCache<String, Cached> byPrefix;
  private final Map<UUID, Instant> uses = new ConcurrentHashMap<>();

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

  /** Who holds this key; empty when it is malformed, unknown, wrong, revoked or expired. */
  public Optional<Caller> check(String text) {
    Token token = Token.parse(text).orElse(null);
    if (token == null) {
      return Optional.empty();
    }
    Cached cached = byPrefix.get(token.prefix());
    Instant now = clock.instant();
    return switch (cached) {
      case Cached.Known(ApiKey key, Caller caller) when key.opens(token, now) -> {
        uses.put(caller.key(), now);
        yield Optional.of(caller);
      }
      case Cached.Known _, Cached.Unknown _ -> Optional.empty();
    };
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
    byPrefix.invalidate(token.prefix());
    return new Issued(key.id, token.text());
  }

  /** Ends a key: at once here, in other processes when their cache has forgotten it. */
  @Transactional
  public void revoke(UUID id) {
    rows.findById(id)
        .ifPresent(key -> {
          key.revokedAt = clock.instant();
          rows.save(key);
          byPrefix.invalidate(key.prefix);
        });
  }

  /** Writes when keys were last used; a few rows now and then rather than one per request. */
  @Scheduled(fixedDelayString = "${glovebox.account.use-recording:30s}", initialDelayString = "10s")
  void recordUses() {
    for (var use : Map.copyOf(uses).entrySet()) {
      jdbc.update(
          "update api_key set last_used_at = greatest(last_used_at, ?) where id = ?",
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
    return rows.findByPrefix(prefix)
        .<Cached>map(key -> new Cached.Known(key, key.caller()))
        .orElseGet(Cached.Unknown::new);
  }

  private sealed interface Cached {
    record Known(ApiKey key, Caller caller) implements Cached {}

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
