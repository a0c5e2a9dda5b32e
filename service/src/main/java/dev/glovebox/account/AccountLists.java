package dev.glovebox.account;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tenants, people and keys as administrators see them; lists page by page along an index. */
@Component
public class AccountLists {

  private static final String TENANTS =
      """
      select id, name, created_at, disabled_at, disabled_because from tenant
      where name > :after order by name limit :most
      """;

  private static final String TENANT =
      "select id, name, created_at, disabled_at, disabled_because from tenant where name = :name";

  private static final String PERSON =
      """
      select a.id, a.name, a.role, t.name as tenant, a.created_at, a.disabled_at,
        (select max(seen_at) from account_session s where s.account_id = a.id) as seen_at,
        i.issuer, i.subject, i.email
      from account a join tenant t on t.id = a.tenant_id left join account_identity i on i.account_id = a.id
      """;

  private static final String KEY =
      """
      select k.id, k.name, k.prefix, t.name as tenant, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
        k.rotated_at, k.former_prefix, k.former_until, k.former_used_at
      from api_key k join tenant t on t.id = k.tenant_id
      """;

  private final JdbcClient jdbc;

  AccountLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A customer of the service.
   *
   * @param disabled since when nobody of it is let in, and why
   */
  public record ListedTenant(
      UUID id, String name, Instant createdAt, Optional<Disabled> disabled) {}

  /** That and why a tenant is disabled. */
  public record Disabled(Instant at, String because) {}

  /**
   * An account.
   *
   * @param seenAt when one of its sessions was last used, as far as there is one
   * @param identity by which an OpenID provider vouches for it
   */
  public record ListedPerson(
      UUID id,
      String name,
      Role role,
      String tenant,
      Instant createdAt,
      Optional<Instant> disabledAt,
      Optional<Instant> seenAt,
      Optional<ListedIdentity> identity) {}

  /**
   * Whom an OpenID provider vouches for.
   *
   * @param email as the provider last said
   */
  public record ListedIdentity(String issuer, String subject, Optional<String> email) {}

  /**
   * An API key, without its secret.
   *
   * @param lastUsedAt when its newest secret was
   */
  public record ListedKey(
      UUID id,
      String name,
      String prefix,
      String tenant,
      List<String> scopes,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt,
      Optional<Instant> rotatedAt,
      Optional<Former> former) {}

  /**
   * The secret before the last rotation.
   *
   * @param until when it stops working
   */
  public record Former(String prefix, Instant until, Optional<Instant> lastUsedAt) {}

  /**
   * Place in the list of keys.
   *
   * @param createdAt of the last key that was seen
   * @param id of it
   */
  public record KeyCursor(Instant createdAt, UUID id) {}

  /**
   * Tenants by name.
   *
   * @param after name of the last one that was seen; empty text = from the beginning
   */
  public List<ListedTenant> tenants(String after, int most) {
    return jdbc.sql(TENANTS)
        .param("after", after)
        .param("most", most)
        .query((row, _) -> tenant(row))
        .list();
  }

  public Optional<ListedTenant> tenant(String name) {
    return jdbc.sql(TENANT).param("name", name).query((row, _) -> tenant(row)).optional();
  }

  /**
   * People by name.
   *
   * @param tenant only its people
   * @param after name of the last one that was seen; empty text = from the beginning
   */
  public List<ListedPerson> people(Optional<String> tenant, String after, int most) {
    String where =
        tenant.isPresent() ? "and a.tenant_id = (select id from tenant where name = :tenant)" : "";
    return jdbc.sql(PERSON + "where a.name > :after " + where + " order by a.name limit :most")
        .param("tenant", tenant.orElse(""))
        .param("after", after)
        .param("most", most)
        .query((row, _) -> person(row))
        .list();
  }

  public Optional<ListedPerson> person(UUID id) {
    return jdbc.sql(PERSON + "where a.id = :id")
        .param("id", id)
        .query((row, _) -> person(row))
        .optional();
  }

  /**
   * Keys, newest first, revoked and expired ones too.
   *
   * @param tenant only its keys
   * @param after place of the last one that was seen; empty = from the beginning
   */
  public List<ListedKey> keys(Optional<String> tenant, Optional<KeyCursor> after, int most) {
    String where =
        (tenant.isPresent()
                ? "and k.tenant_id = (select id from tenant where name = :tenant) "
                : "")
            + (after.isPresent() ? "and (k.created_at, k.id) < (:created, :id) " : "");
    return jdbc.sql(
            KEY + "where true " + where + "order by k.created_at desc, k.id desc limit :most")
        .param("tenant", tenant.orElse(""))
        .param("created", after.map(KeyCursor::createdAt).map(AccountLists::utc).orElse(null))
        .param("id", after.map(KeyCursor::id).orElse(null))
        .param("most", most)
        .query((row, _) -> key(row))
        .list();
  }

  public Optional<ListedKey> key(UUID id) {
    return jdbc.sql(KEY + "where k.id = :id")
        .param("id", id)
        .query((row, _) -> key(row))
        .optional();
  }

  private static ListedTenant tenant(ResultSet row) throws SQLException {
    return new ListedTenant(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        disabled(row));
  }

  private static Optional<Disabled> disabled(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("disabled_at", OffsetDateTime.class);
    return at == null
        ? Optional.empty()
        : Optional.of(new Disabled(at.toInstant(), row.getString("disabled_because")));
  }

  private static ListedPerson person(ResultSet row) throws SQLException {
    return new ListedPerson(
        row.getObject("id", UUID.class),
        row.getString("name"),
        Role.of(row.getString("role")),
        row.getString("tenant"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("disabled_at", OffsetDateTime.class)),
        instant(row.getObject("seen_at", OffsetDateTime.class)),
        identity(row));
  }

  private static Optional<ListedIdentity> identity(ResultSet row) throws SQLException {
    String issuer = row.getString("issuer");
    return issuer == null
        ? Optional.empty()
        : Optional.of(
            new ListedIdentity(
                issuer, row.getString("subject"), Optional.ofNullable(row.getString("email"))));
  }

  private static ListedKey key(ResultSet row) throws SQLException {
    Array scopes = row.getArray("scopes");
    return new ListedKey(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("prefix"),
        row.getString("tenant"),
        List.of((String[]) scopes.getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("expires_at", OffsetDateTime.class)),
        instant(row.getObject("revoked_at", OffsetDateTime.class)),
        instant(row.getObject("last_used_at", OffsetDateTime.class)),
        instant(row.getObject("rotated_at", OffsetDateTime.class)),
        former(row));
  }

  private static Optional<Former> former(ResultSet row) throws SQLException {
    String prefix = row.getString("former_prefix");
    return prefix == null
        ? Optional.empty()
        : Optional.of(
            new Former(
                prefix,
                row.getObject("former_until", OffsetDateTime.class).toInstant(),
                instant(row.getObject("former_used_at", OffsetDateTime.class))));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(java.time.ZoneOffset.UTC);
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
