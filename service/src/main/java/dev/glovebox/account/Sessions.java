package dev.glovebox.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * People sign in with name and password and get a secret that stands for them until it expires or
 * they sign out. Who guesses passwords is somebody else's business: see who calls.
 */
@Component
public class Sessions {

  /** A hash takes 16 MiB and a core for a while: strangers must not be able to ask for many. */
  private static final int MOST_HASHES_AT_ONCE = 2;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final String ACCOUNT =
      """
      select id, tenant_id, name, role, password_hash,
        exists (select from account_identity i where i.account_id = a.id) as linked
      from account a where name = :name and disabled_at is null
        and not exists (select from tenant t where t.id = a.tenant_id and t.disabled_at is not null)
      """;

  private static final String OPEN =
      """
      insert into account_session (token_hash, account_id, created_at, seen_at, expires_at, by_openid)
      values (:hash, :account, :now, :now, :expires, :openid)
      """;

  private static final String FIND =
      """
      select a.id, a.tenant_id, a.name, a.role, s.seen_at
      from account_session s join account a on a.id = s.account_id join tenant t on t.id = a.tenant_id
      where s.token_hash = :hash and s.expires_at > :now and a.disabled_at is null and t.disabled_at is null
      """;

  private static final String OPEN_AMONG =
      """
      select encode(s.token_hash, 'hex')
      from account_session s join account a on a.id = s.account_id join tenant t on t.id = a.tenant_id
      where s.token_hash in (select decode(one, 'hex') from unnest(:hashes::text[]) as one)
        and s.expires_at > :now and a.disabled_at is null and t.disabled_at is null
      """;

  private static final String SEEN =
      "update account_session set seen_at = :now where token_hash = :hash";

  private static final String CLOSE =
      "delete from account_session where token_hash = :hash returning by_openid";

  private static final String FORGET = "delete from account_session where expires_at <= :now";

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final AuditLog audit;
  private final boolean onlyAdministrators;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore hashing = new Semaphore(MOST_HASHES_AT_ONCE, true);
  private final String nobodysHash;

  Sessions(
      JdbcClient jdbc,
      Passwords passwords,
      AuditLog audit,
      AccountProperties properties,
      Clock clock) {
    this.audit = audit;
    this.onlyAdministrators =
        properties.passwordSignIn() == AccountProperties.PasswordSignIn.ADMINISTRATORS;
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.clock = clock;
    this.nobodysHash = passwords.hash(newSecret());
  }

  /**
   * Signs somebody in. Takes as long for a name that nobody has as for a wrong password.
   *
   * @param lifetime after which the password is asked for again
   * @return the secret; empty when name or password are wrong
   */
  public Optional<String> signIn(String name, String password, Duration lifetime)
      throws InterruptedException {
    Optional<Known> known = account(name).filter(this::mayUsePassword);
    if (!matches(password, known.map(Known::hash).orElse(nobodysHash)) || known.isEmpty()) {
      return Optional.empty();
    }
    if (onlyAdministrators) { // which should be rare then
      audit.write(name, "signed in", name, "password");
    }
    return Optional.of(open(known.get().person().account(), lifetime, false));
  }

  private boolean mayUsePassword(Known known) {
    return !known.hash().equals(Passwords.NONE)
        && (!onlyAdministrators || (known.person().role() == Role.ADMIN && !known.linked()));
  }

  /**
   * Opens a session of somebody for whom a provider vouches: see {@link Identities}.
   *
   * @param lifetime after which the provider is asked again
   * @return the secret
   */
  public String open(Identities.Admitted admitted, Duration lifetime) {
    return open(admitted.person().account(), lifetime, true);
  }

  private String open(UUID account, Duration lifetime, boolean openid) {
    String secret = newSecret();
    Instant now = clock.instant();
    jdbc.sql(OPEN)
        .param("hash", hash(secret))
        .param("account", account)
        .param("now", utc(now))
        .param("expires", utc(now.plus(lifetime)))
        .param("openid", openid)
        .update();
    return secret;
  }

  /** Who this secret stands for; empty when it is malformed, unknown or expired. */
  public Optional<Person> find(String secret) {
    if (!FORM.matcher(secret).matches()) {
      return Optional.empty();
    }
    byte[] hash = hash(secret);
    Instant now = clock.instant();
    Optional<Seen> seen =
        jdbc.sql(FIND)
            .param("hash", hash)
            .param("now", utc(now))
            .query((row, _) ->
                new Seen(person(row), row.getObject("seen_at", OffsetDateTime.class).toInstant()))
            .optional();
    if (seen.isPresent() && seen.get().at().isBefore(now.minusSeconds(60))) {
      jdbc.sql(SEEN).param("hash", hash).param("now", utc(now)).update();
    }
    return seen.map(Seen::person);
  }

  /**
   * Names a session without being worth anything to who finds it.
   *
   * @param hash of the secret, in hexadecimal
   */
  public record Ticket(String hash) {}

  /** The ticket of a secret; there may be no session of it. */
  public Ticket ticket(String secret) {
    return new Ticket(HexFormat.of().formatHex(hash(secret)));
  }

  /** Those of these sessions that have not ended: nobody signed out or was disabled. */
  public Set<Ticket> open(Set<Ticket> among) {
    if (among.isEmpty()) {
      return Set.of();
    }
    return jdbc.sql(OPEN_AMONG)
        .param("hashes", new SqlArrayValue("text", among.stream().map(Ticket::hash).toArray()))
        .param("now", utc(clock.instant()))
        .query((row, _) -> new Ticket(row.getString(1)))
        .set();
  }

  /**
   * Ends a session; there may be none of this secret.
   *
   * @return whether a provider had vouched for it, at which the person is still signed in
   */
  public boolean signOut(String secret) {
    return jdbc.sql(CLOSE)
        .param("hash", hash(secret))
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Removes what has expired. */
  @Scheduled(fixedDelayString = "10m", initialDelayString = "1m")
  void forgetExpired() {
    jdbc.sql(FORGET).param("now", utc(clock.instant())).update();
  }

  private boolean matches(String password, String hash) throws InterruptedException {
    hashing.acquire();
    try {
      return passwords.match(password, hash);
    } finally {
      hashing.release();
    }
  }

  /** PostgreSQL holds no NUL: nobody is called so. */
  private Optional<Known> account(String name) {
    if (name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return jdbc.sql(ACCOUNT)
        .param("name", name)
        .query((row, _) ->
            new Known(person(row), row.getString("password_hash"), row.getBoolean("linked")))
        .optional();
  }

  private String newSecret() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getObject("id", UUID.class),
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        Role.of(row.getString("role")));
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Known(Person person, String hash, boolean linked) {}

  private record Seen(Person person, Instant at) {}
}
