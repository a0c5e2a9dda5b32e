package dev.glovebox.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People whom an OpenID provider vouches for. They are known by issuer and subject alone, never by
 * a name or an address: those can be chosen, and change hands.
 */
@Component
public class Identities {

  /** As the audit log names whoever changes something by what the provider says. */
  private static final String ACTOR = "OpenID Connect";

  private static final Pattern NAME = Accounts.NAME;

  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended(:issuer || ' ' || :subject, 0)) is null";

  /** Locks the account first, as whoever unlinks it does. */
  private static final String FIND =
      """
      select a.id, a.tenant_id, a.name, a.role, coalesce(a.disabled_at, t.disabled_at) as disabled_at
      from account_identity i join account a on a.id = i.account_id join tenant t on t.id = a.tenant_id
      where i.issuer = :issuer and i.subject = :subject
      for update of a, i
      """;

  private static final String MAKE =
      """
      insert into account (id, tenant_id, name, password_hash, role)
      select :id, t.id, :name, :hash, :role from tenant t where t.name = :tenant
      on conflict (name) do nothing
      """;

  private static final String LINK =
      """
      insert into account_identity (issuer, subject, account_id, email)
      values (:issuer, :subject, :account, :email)
      """;

  private static final String ADDRESS =
      "update account_identity set email = :email where issuer = :issuer and subject = :subject";

  private final JdbcClient jdbc;
  private final Administrators administrators;
  private final AuditLog audit;

  Identities(JdbcClient jdbc, Administrators administrators, AuditLog audit) {
    this.jdbc = jdbc;
    this.administrators = administrators;
    this.audit = audit;
  }

  /**
   * What a provider says of somebody; checked, but chosen by others.
   *
   * @param issuer the provider
   * @param subject printable ASCII, at most 255; never another person's
   * @param name for a newcomer
   * @param email for people to read; at most 320 characters, no NUL
   * @param role of a newcomer; empty = none
   * @param decisive whether the role is to be that of one who has an account too
   */
  public record Identity(
      String issuer,
      String subject,
      String name,
      Optional<String> email,
      Optional<Role> role,
      boolean decisive) {}

  /** Whether somebody may come in. */
  public sealed interface Decision {}

  /** As whom. */
  public record Admitted(Person person) implements Decision {}

  /** Why not. */
  public record Denied(Denial why) implements Decision {}

  /** Why somebody is not let in. */
  public enum Denial {
    /** Nobody is linked with the identity, and newcomers are not taken. */
    NO_ACCOUNT,
    /** The provider gives no role. */
    NO_ROLE,
    /** An administrator keeps the person or the tenant out. */
    DISABLED,
    /** The name is another account's, or has a wrong form. */
    NAME,
    /** The role of the last administrator would be taken away. */
    LAST_ADMINISTRATOR
  }

  /**
   * Finds or makes the account of somebody, gives it the role that the provider says, and writes
   * down that it came or why it did not.
   *
   * @param newcomers the tenant of those who have no account; empty = they are denied
   */
  @Transactional
  public Decision admit(Identity identity, Optional<String> newcomers) {
    jdbc.sql(LOCK)
        .param("issuer", identity.issuer())
        .param("subject", identity.subject())
        .query((_, _) -> identity)
        .single();
    if (identity.decisive() && !identity.role().equals(Optional.of(Role.ADMIN))) {
      administrators.oneAtATime();
    }
    Optional<Known> known = find(identity);
    Decision decision =
        known.isPresent() ? again(identity, known.get()) : first(identity, newcomers);
    switch (decision) {
      case Admitted(Person person) ->
          audit.write(person.name(), "signed in", person.name(), ACTOR + ", " + identity.issuer());
      case Denied(Denial why) ->
          refused(why.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), identity);
    }
    return decision;
  }

  private Optional<Known> find(Identity identity) {
    return jdbc.sql(FIND)
        .param("issuer", identity.issuer())
        .param("subject", identity.subject())
        .query((row, _) -> known(row))
        .optional();
  }

  private Decision again(Identity identity, Known known) {
    Person person = known.person();
    if (known.disabled()) {
      return new Denied(Denial.DISABLED);
    }
    jdbc.sql(ADDRESS)
        .param("email", identity.email().orElse(null))
        .param("issuer", identity.issuer())
        .param("subject", identity.subject())
        .update();
    if (!identity.decisive() || identity.role().equals(Optional.of(person.role()))) {
      return new Admitted(person);
    }
    if (person.role() == Role.ADMIN && administrators.needs(person.account())) {
      return new Denied(Denial.LAST_ADMINISTRATOR);
    }
    if (identity.role().isEmpty()) {
      jdbc.sql("delete from account_session where account_id = :id")
          .param("id", person.account())
          .update();
      return new Denied(Denial.NO_ROLE);
    }
    Role role = identity.role().get();
    jdbc.sql("update account set role = :role where id = :id")
        .param("role", role.code())
        .param("id", person.account())
        .update();
    audit.write(ACTOR, "changed a role", person.name(), role.code());
    return new Admitted(new Person(person.account(), person.tenant(), person.name(), role));
  }

  private Decision first(Identity identity, Optional<String> tenant) {
    if (tenant.isEmpty()) {
      return new Denied(Denial.NO_ACCOUNT);
    }
    if (disabled(tenant.get())) {
      return new Denied(Denial.DISABLED);
    }
    if (identity.role().isEmpty()) {
      return new Denied(Denial.NO_ROLE);
    }
    if (!NAME.matcher(identity.name()).matches()) {
      return new Denied(Denial.NAME);
    }
    Role role = identity.role().get();
    UUID account = UUID.randomUUID();
    int made =
        jdbc.sql(MAKE)
            .param("id", account)
            .param("name", identity.name())
            .param("hash", Passwords.NONE)
            .param("role", role.code())
            .param("tenant", tenant.get())
            .update();
    if (made == 0) {
      return new Denied(Denial.NAME);
    }
    jdbc.sql(LINK)
        .param("issuer", identity.issuer())
        .param("subject", identity.subject())
        .param("account", account)
        .param("email", identity.email().orElse(null))
        .update();
    audit.write(ACTOR, "made an account", identity.name(), role.code() + " of " + tenant.get());
    return new Admitted(
        jdbc.sql("select id, tenant_id, name, role, disabled_at from account where id = :id")
            .param("id", account)
            .query((row, _) -> known(row).person())
            .single());
  }

  private boolean disabled(String tenant) {
    return jdbc.sql("select disabled_at is not null from tenant where name = :name")
        .param("name", tenant)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Writes down that somebody was not let in of whom nothing is known for sure. */
  @Transactional
  public void refused(String why, String detail) {
    audit.write(ACTOR, "refused a sign-in", "", why + ": " + detail);
  }

  private void refused(String why, Identity identity) {
    String name = identity.name().replaceAll("\\p{Cntrl}", "�");
    audit.write(
        ACTOR,
        "refused a sign-in",
        name.substring(0, Math.min(name.length(), 100)),
        "%s: subject %s of %s".formatted(why, identity.subject(), identity.issuer()));
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        new Person(
            row.getObject("id", UUID.class),
            row.getObject("tenant_id", UUID.class),
            row.getString("name"),
            Role.of(row.getString("role"))),
        row.getObject("disabled_at") != null);
  }

  private record Known(Person person, boolean disabled) {}
}
