package dev.glovebox.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
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
  static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,99}");

  private static final Pattern ISSUER = Pattern.compile("https?://[\\x21-\\x7e]{1,1990}");
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private static final String DISABLE_TENANT =
      """
      update tenant set disabled_at = now(), disabled_because = :reason, disabled_by = :by where id = :tenant
      """;

  private static final String ENABLE_TENANT =
      """
      update tenant set disabled_at = null, disabled_because = null, disabled_by = null where id = :tenant
      """;

  private static final String END_SESSIONS_OF_TENANT =
      """
      delete from account_session s using account a where a.id = s.account_id and a.tenant_id = :tenant
      """;

  private static final String LINK =
      """
      insert into account_identity (issuer, subject, account_id) values (:issuer, :subject, :account)
      on conflict do nothing
      """;

  private static final String UNLINK =
      "delete from account_identity where account_id = :account returning issuer, subject";

  private static final String ROTATED =
      "select prefix, revoked_at, expires_at, former_until from api_key where id = :id for update";

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final ApiKeys keys;
  private final Administrators administrators;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Accounts(
      JdbcClient jdbc,
      Passwords passwords,
      ApiKeys keys,
      Administrators administrators,
      AuditLog audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.keys = keys;
    this.administrators = administrators;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What was made, or made anew.
   *
   * @param id of the account
   * @param password which nobody can learn later
   */
  public record Made(UUID id, String password) {
    /** Never shows the password. */
    @Override
    public String toString() {
      return "Made[" + id + "]";
    }
  }

  /** Why something can't be done. */
  public enum Reason {
    /** What was given has a wrong form. */
    MALFORMED,
    /** The name is another's already. */
    TAKEN,
    /** There is no such thing. */
    ABSENT,
    /** Rules forbid it. */
    FORBIDDEN,
    /** Somebody else has changed it since it was seen. */
    CHANGED
  }

  /** What was asked for can't be done; the message says why. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    Refused(Reason reason, String why) {
      super(why);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /**
   * Makes a tenant.
   *
   * @return its id
   * @throws Refused when its name is taken or has a wrong form
   */
  @Transactional
  public UUID makeTenant(String name, Actor by) {
    if (!TENANT.matcher(name).matches()) {
      throw new Refused(
          Reason.MALFORMED, "A tenant's name has lower-case letters, digits and hyphens only.");
    }
    UUID id = UUID.randomUUID();
    try {
      jdbc.sql("insert into tenant (id, name) values (:id, :name)")
          .param("id", id)
          .param("name", name)
          .update();
    } catch (DuplicateKeyException _) {
      throw new Refused(Reason.TAKEN, "There is a tenant of this name.");
    }
    audit.write(by.name(), "made a tenant", name, "");
    return id;
  }

  /**
   * Lets nobody of a tenant in any more: its people's sessions end, its keys are refused, and its
   * work is not begun. What runs goes on to its end, and nothing is removed.
   *
   * @param own the tenant of whoever orders it
   * @param reason 1 to 500 characters
   * @throws Refused when there is no such tenant, it is the own one, or no administrator would be
   *     left
   */
  @Transactional
  public void disableTenant(String name, String reason, UUID own, Actor by) {
    administrators.oneAtATime();
    UUID tenant = tenant(name);
    if (tenant.equals(own)) {
      throw new Refused(Reason.FORBIDDEN, "Nobody can do this to the own tenant.");
    }
    if (administrators.needsTenant(tenant)) {
      throw new Refused(Reason.FORBIDDEN, "No administrator would be left.");
    }
    jdbc.sql(DISABLE_TENANT)
        .param("tenant", tenant)
        .param("reason", reason)
        .param("by", by.name())
        .update();
    jdbc.sql(END_SESSIONS_OF_TENANT).param("tenant", tenant).update();
    keys.forgetAll();
    audit.write(by.name(), "disabled a tenant", name, reason);
  }

  /**
   * Lets a tenant's people and keys in again; what waited goes on.
   *
   * @throws Refused when there is no such tenant
   */
  @Transactional
  public void enableTenant(String name, Actor by) {
    UUID tenant = tenant(name);
    jdbc.sql(ENABLE_TENANT).param("tenant", tenant).update();
    keys.forgetAll();
    audit.write(by.name(), "enabled a tenant", name, "");
  }

  /**
   * Makes an account.
   *
   * @return its id and its password
   * @throws Refused when the name is taken or has a wrong form, or there is no such tenant
   */
  @Transactional
  public Made makeAccount(String name, String tenant, Role role, Actor by) {
    if (!NAME.matcher(name).matches()) {
      throw new Refused(
          Reason.MALFORMED, "A name has letters, digits, blanks and . _ @ - only, 100 at most.");
    }
    UUID owner = tenant(tenant);
    String password = newPassword();
    UUID id = UUID.randomUUID();
    try {
      jdbc.sql(
              "insert into account (id, tenant_id, name, password_hash, role) values (:id, :tenant, :name, :hash, :role)")
          .param("id", id)
          .param("tenant", owner)
          .param("name", name)
          .param("hash", passwords.hash(password))
          .param("role", role.code())
          .update();
    } catch (DuplicateKeyException _) {
      throw new Refused(Reason.TAKEN, "There is an account of this name.");
    }
    audit.write(by.name(), "made an account", name, role.code() + " of " + tenant);
    return new Made(id, password);
  }

  /**
   * Gives somebody another role, at once.
   *
   * @throws Refused when there is no such account, it is one's own, or no administrator would be
   *     left
   */
  @Transactional
  public void changeRole(UUID account, Role role, Actor by) {
    administrators.oneAtATime();
    String name = other(account, by);
    if (role != Role.ADMIN) {
      keepAnAdministrator(account);
    }
    jdbc.sql("update account set role = :role where id = :id")
        .param("role", role.code())
        .param("id", account)
        .update();
    audit.write(by.name(), "changed a role", name, role.code());
  }

  /**
   * Lets somebody sign in no more, and ends all sessions; or lets it sign in again.
   *
   * @param reason for the audit log; may be empty
   * @throws Refused when there is no such account, it is one's own, or no administrator would be
   *     left
   */
  @Transactional
  public void disable(UUID account, boolean disabled, String reason, Actor by) {
    administrators.oneAtATime();
    String name = other(account, by);
    if (disabled) {
      keepAnAdministrator(account);
    }
    jdbc.sql("update account set disabled_at = case when :disabled then now() end where id = :id")
        .param("disabled", disabled)
        .param("id", account)
        .update();
    endSessions(account);
    audit.write(by.name(), disabled ? "disabled an account" : "enabled an account", name, reason);
  }

  /**
   * Gives somebody a new password, and ends all sessions.
   *
   * @return the password, which nobody can learn later
   * @throws Refused when there is no such account
   */
  @Transactional
  public String renewPassword(UUID account, Actor by) {
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
   * @return its id and the key
   * @throws Refused when its name has a wrong form, it may do nothing, or there is no such tenant
   */
  @Transactional
  public ApiKeys.Issued makeKey(
      String name, String tenant, Set<Scope> scopes, Optional<Duration> lifetime, Actor by) {
    if (!NAME.matcher(name).matches()) {
      throw new Refused(
          Reason.MALFORMED, "A name has letters, digits, blanks and . _ @ - only, 100 at most.");
    }
    if (scopes.isEmpty()) {
      throw new Refused(Reason.MALFORMED, "A key without scopes can do nothing.");
    }
    ApiKeys.Issued issued =
        keys.issue(tenant(tenant), name, scopes, lifetime.map(clock.instant()::plus));
    String granted = String.join(", ", scopes.stream().map(Scope::code).sorted().toList());
    audit.write(by.name(), "made an API key", name, "of " + tenant + ": " + granted);
    return issued;
  }

  /**
   * Ends an API key.
   *
   * @param reason for the audit log; may be empty
   * @throws Refused when there is no such key
   */
  @Transactional
  public void revokeKey(UUID key, String reason, Actor by) {
    String prefix =
        jdbc.sql("select prefix from api_key where id = :id")
            .param("id", key)
            .query((row, _) -> row.getString(1))
            .optional()
            .orElseThrow(() -> new Refused(Reason.ABSENT, "There is no such key."));
    keys.revoke(key);
    audit.write(by.name(), "revoked an API key", prefix, reason);
  }

  /**
   * Gives an API key a new secret; the one it has works on for a while.
   *
   * @param overlap for how long; 0 = it ends at once, and so does one before it
   * @param lifetime after which the key expires from now on; empty = as before, 0 = never
   * @return its id and the key
   * @throws Refused when there is no such key, it has ended, or the overlap before this one has not
   */
  @Transactional
  public ApiKeys.Issued rotateKey(
      UUID key, Duration overlap, Optional<Duration> lifetime, Actor by) {
    Instant now = clock.instant();
    Rotated before =
        jdbc.sql(ROTATED)
            .param("id", key)
            .query((row, _) ->
                new Rotated(
                    row.getString("prefix"),
                    row.getObject("revoked_at") != null,
                    instant(row.getObject("expires_at", OffsetDateTime.class)),
                    instant(row.getObject("former_until", OffsetDateTime.class))))
            .optional()
            .orElseThrow(() -> new Refused(Reason.ABSENT, "There is no such key."));
    if (before.revoked() || before.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
      throw new Refused(Reason.FORBIDDEN, "The key has ended.");
    }
    if (!overlap.isZero() && before.formerUntil().filter(now::isBefore).isPresent()) {
      throw new Refused(
          Reason.FORBIDDEN,
          "The secret before the last rotation works until %s; an overlap of 0 ends it."
              .formatted(before.formerUntil().orElseThrow()));
    }
    Instant until = now.plus(overlap);
    Instant formerUntil = before.expiresAt().filter(until::isAfter).orElse(until);
    Optional<Instant> expiresAt =
        lifetime.isEmpty()
            ? before.expiresAt()
            : lifetime.filter(Duration::isPositive).map(now::plus);
    ApiKeys.Issued issued =
        keys.rotate(key, formerUntil, expiresAt)
            .orElseThrow(() -> new Refused(Reason.ABSENT, "There is no such key."));
    audit.write(
        by.name(), "rotated an API key", before.prefix(), "the old one works until " + formerUntil);
    return issued;
  }

  private record Rotated(
      String prefix, boolean revoked, Optional<Instant> expiresAt, Optional<Instant> formerUntil) {}

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  /**
   * Ends all sessions of somebody, who may sign in again.
   *
   * @throws Refused when there is no such account
   */
  @Transactional
  public void signOut(UUID account, Actor by) {
    String name = name(account);
    endSessions(account);
    audit.write(by.name(), "ended all sessions", name, "");
  }

  /**
   * Lets somebody sign in by an OpenID provider as this account.
   *
   * @param issuer of the provider
   * @param subject by which the provider knows the person, at most 255 characters of ASCII
   * @throws Refused when one of them has a wrong form, the identity is linked with an account, or
   *     the account with an identity, or there is no such account
   */
  @Transactional
  public void link(UUID account, String issuer, String subject, Actor by) {
    if (!ISSUER.matcher(issuer).matches() || !SUBJECT.matcher(subject).matches()) {
      throw new Refused(
          Reason.MALFORMED, "An issuer is an address, a subject printable ASCII without blanks.");
    }
    String name = name(account);
    int linked =
        jdbc.sql(LINK)
            .param("issuer", issuer)
            .param("subject", subject)
            .param("account", account)
            .update();
    if (linked == 0) {
      throw new Refused(Reason.TAKEN, "The identity or the account is linked already.");
    }
    audit.write(
        by.name(), "linked an account", name, "subject %s of %s".formatted(subject, issuer));
  }

  /**
   * Ends what {@link #link} or a first sign-in began; the person's sessions end too.
   *
   * @throws Refused when there is no such account or it is not linked, or nobody could sign in as
   *     the only administrator then
   */
  @Transactional
  public void unlink(UUID account, Actor by) {
    administrators.oneAtATime();
    String name = name(account);
    boolean password =
        jdbc.sql("select password_hash <> :none from account where id = :id")
            .param("none", Passwords.NONE)
            .param("id", account)
            .query(Boolean.class)
            .single();
    if (!password) {
      keepAnAdministrator(account);
    }
    String identity =
        jdbc.sql(UNLINK)
            .param("account", account)
            .query((row, _) -> "subject %s of %s".formatted(row.getString(2), row.getString(1)))
            .optional()
            .orElseThrow(() -> new Refused(Reason.ABSENT, "The account is not linked."));
    endSessions(account);
    audit.write(by.name(), "unlinked an account", name, identity);
  }

  private void endSessions(UUID account) {
    jdbc.sql("delete from account_session where account_id = :id").param("id", account).update();
  }

  /** Nobody locks the door behind oneself. */
  private String other(UUID account, Actor by) {
    if (by.account().equals(Optional.of(account))) {
      throw new Refused(Reason.FORBIDDEN, "Nobody can do this to the own account.");
    }
    return name(account);
  }

  /** Somebody can always sign in and undo it. */
  private void keepAnAdministrator(UUID account) {
    if (administrators.needs(account)) {
      throw new Refused(Reason.FORBIDDEN, "No administrator would be left.");
    }
  }

  private String name(UUID account) {
    return jdbc.sql("select name from account where id = :id for update")
        .param("id", account)
        .query((row, _) -> row.getString(1))
        .optional()
        .orElseThrow(() -> new Refused(Reason.ABSENT, "There is no such account."));
  }

  private UUID tenant(String name) {
    return jdbc.sql("select id from tenant where name = :name")
        .param("name", name)
        .query((row, _) -> row.getObject(1, UUID.class))
        .optional()
        .orElseThrow(() -> new Refused(Reason.ABSENT, "There is no such tenant."));
  }

  private String newPassword() {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
