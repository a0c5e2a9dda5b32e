package dev.glovebox.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tenants, their people and their keys, for administrators. Every change is in the audit log. */
@Component
public class Accounts {

  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,99}");

  private static final String PEOPLE =
      """
      select a.id, a.name, a.role, t.name as tenant, a.created_at, a.disabled_at,
        (select max(seen_at) from account_session s where s.account_id = a.id) as seen_at
      from account a join tenant t on t.id = a.tenant_id order by t.name, a.name limit 1000
      """;

  private static final String KEYS =
      """
      select k.id, k.name, k.prefix, t.name as tenant, array_to_string(k.scopes, ', ') as scopes, k.created_at, k.expires_at,
        k.revoked_at, k.last_used_at
      from api_key k join tenant t on t.id = k.tenant_id
      order by k.revoked_at is not null, t.name, k.name, k.created_at desc limit 1000
      """;

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final ApiKeys keys;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Accounts(JdbcClient jdbc, Passwords passwords, ApiKeys keys, AuditLog audit, Clock clock) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * An account.
   *
   * @param seenAt when one of its sessions was last used, as far as there is one
   */
  public record Listed(
      UUID id,
      String name,
      Role role,
      String tenant,
      Instant createdAt,
      Optional<Instant> disabledAt,
      Optional<Instant> seenAt) {}

  /** An API key, without its secret. */
  public record ListedKey(
      UUID id,
      String name,
      String prefix,
      String tenant,
      String scopes,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt) {}

  /** What was asked for can't be done; the message says why. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  public List<Listed> people() {
    return jdbc.sql(PEOPLE)
        .query((row, _) ->
            new Listed(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getString("tenant"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("disabled_at", OffsetDateTime.class)),
                instant(row.getObject("seen_at", OffsetDateTime.class))))
        .list();
  }

  public List<ListedKey> keys() {
    return jdbc.sql(KEYS)
        .query((row, _) ->
            new ListedKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("prefix"),
                row.getString("tenant"),
                row.getString("scopes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("expires_at", OffsetDateTime.class)),
                instant(row.getObject("revoked_at", OffsetDateTime.class)),
                instant(row.getObject("last_used_at", OffsetDateTime.class))))
        .list();
  }

  /** Names of all tenants. */
  public List<String> tenants() {
    return jdbc.sql("select name from tenant order by name limit 1000")
        .query((row, _) -> row.getString(1))
        .list();
  }

  /**
   * Makes a tenant.
   *
   * @throws Refused when its name is taken or has a wrong form
   */
  @Transactional
  public void makeTenant(String name, Person by) {
    if (!TENANT.matcher(name).matches()) {
      throw new Refused("A tenant's name has lower-case letters, digits and hyphens only.");
    }
    try {
      jdbc.sql("insert into tenant (id, name) values (:id, :name)")
          .param("id", UUID.randomUUID())
          .param("name", name)
          .update();
    } catch (DuplicateKeyException _) {
      throw new Refused("There is a tenant of this name.");
    }
    audit.write(by.name(), "made a tenant", name, "");
  }

  /**
   * Makes an account.
   *
   * @return its password, which nobody can learn later
   * @throws Refused when the name is taken or has a wrong form, or there is no such tenant
   */
  @Transactional
  public String makeAccount(String name, String tenant, Role role, Person by) {
    if (!NAME.matcher(name).matches()) {
      throw new Refused("A name has letters, digits, blanks and . _ @ - only, 100 at most.");
    }
    UUID owner = tenant(tenant);
    String password = newPassword();
    try {
      jdbc.sql(
              "insert into account (id, tenant_id, name, password_hash, role) values (:id, :tenant, :name, :hash, :role)")
          .param("id", UUID.randomUUID())
          .param("tenant", owner)
          .param("name", name)
          .param("hash", passwords.hash(password))
          .param("role", role.code())
          .update();
    } catch (DuplicateKeyException _) {
      throw new Refused("There is an account of this name.");
    }
    audit.write(by.name(), "made an account", name, role.code() + " of " + tenant);
    return password;
  }

  /**
   * Gives somebody another role, at once.
   *
   * @throws Refused when there is no such account, or it is one's own
   */
  @Transactional
  public void changeRole(UUID account, Role role, Person by) {
    String name = other(account, by);
    jdbc.sql("update account set role = :role where id = :id")
        .param("role", role.code())
        .param("id", account)
        .update();
    audit.write(by.name(), "changed a role", name, role.code());
  }

  /**
   * Lets somebody sign in no more, and ends all sessions; or lets it sign in again.
   *
   * @throws Refused when there is no such account, or it is one's own
   */
  @Transactional
  public void disable(UUID account, boolean disabled, Person by) {
    String name = other(account, by);
    jdbc.sql("update account set disabled_at = case when :disabled then now() end where id = :id")
        .param("disabled", disabled)
        .param("id", account)
        .update();
    endSessions(account);
    audit.write(by.name(), disabled ? "disabled an account" : "enabled an account", name, "");
  }

  /**
   * Gives somebody a new password, and ends all sessions.
   *
   * @return the password, which nobody can learn later
   * @throws Refused when there is no such account
   */
  @Transactional
  public String renewPassword(UUID account, Person by) {
    String name = name(account);
    String password = newPassword();
    jdbc.sql("update account set password_hash = :hash where id = :id")
        .param("hash", passwords.hash(password))
        .param("id", account)
        .update();
    endSessions(account);
    audit.write(by.name(), "renewed a password", name, "");
    return password;
  }

  /**
   * Makes an API key.
   *
   * @param lifetime after which it expires; empty = never
   * @return the key, which nobody can learn later
   * @throws Refused when its name has a wrong form, it may do nothing, or there is no such tenant
   */
  @Transactional
  public String makeKey(
      String name, String tenant, Set<Scope> scopes, Optional<Duration> lifetime, Person by) {
    if (!NAME.matcher(name).matches()) {
      throw new Refused("A name has letters, digits, blanks and . _ @ - only, 100 at most.");
    }
    if (scopes.isEmpty()) {
      throw new Refused("A key without scopes can do nothing.");
    }
    String text =
        keys.issue(tenant(tenant), name, scopes, lifetime.map(clock.instant()::plus)).text();
    String granted = String.join(", ", scopes.stream().map(Scope::code).sorted().toList());
    audit.write(by.name(), "made an API key", name, "of " + tenant + ": " + granted);
    return text;
  }

  /**
   * Ends an API key.
   *
   * @throws Refused when there is no such key
   */
  @Transactional
  public void revokeKey(UUID key, Person by) {
    String prefix =
        jdbc.sql("select prefix from api_key where id = :id")
            .param("id", key)
            .query((row, _) -> row.getString(1))
            .optional()
            .orElseThrow(() -> new Refused("There is no such key."));
    keys.revoke(key);
    audit.write(by.name(), "revoked an API key", prefix, "");
  }

  private void endSessions(UUID account) {
    jdbc.sql("delete from account_session where account_id = :id").param("id", account).update();
  }

  /** Nobody locks the door behind oneself: one administrator is always left. */
  private String other(UUID account, Person by) {
    if (account.equals(by.account())) {
      throw new Refused("Nobody can do this to the own account.");
    }
    return name(account);
  }

  private String name(UUID account) {
    return jdbc.sql("select name from account where id = :id for update")
        .param("id", account)
        .query((row, _) -> row.getString(1))
        .optional()
        .orElseThrow(() -> new Refused("There is no such account."));
  }

  private UUID tenant(String name) {
    return jdbc.sql("select id from tenant where name = :name")
        .param("name", name)
        .query((row, _) -> row.getObject(1, UUID.class))
        .optional()
        .orElseThrow(() -> new Refused("There is no such tenant."));
  }

  private String newPassword() {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time)
        .map(there -> there.withOffsetSameInstant(ZoneOffset.UTC).toInstant());
  }
}
