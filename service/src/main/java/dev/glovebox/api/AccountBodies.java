package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.AccountLists;
import dev.glovebox.account.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Tenants, people, keys and audit entries in answers. */
final class AccountBodies {

  private AccountBodies() {}

  /**
   * @param reason why it is disabled
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TenantBody(
      String id,
      String name,
      boolean enabled,
      Instant createdAt,
      Optional<Instant> disabledAt,
      Optional<String> reason) {

    static TenantBody of(AccountLists.ListedTenant tenant) {
      return new TenantBody(
          tenant.id().toString(),
          tenant.name(),
          tenant.disabled().isEmpty(),
          tenant.createdAt(),
          tenant.disabled().map(AccountLists.Disabled::at),
          tenant.disabled().map(AccountLists.Disabled::because));
    }
  }

  /**
   * @param next the {@code cursor} of the next page; left out at the end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TenantPage(List<TenantBody> tenants, Optional<String> next) {
    /**
     * @param found one more than the page has, where there are more
     */
    static TenantPage of(List<AccountLists.ListedTenant> found, int size) {
      return new TenantPage(
          shown(found, size).stream().map(TenantBody::of).toList(),
          after(found, size, last -> Cursors.writeName(last.name())));
    }
  }

  /**
   * @param password only in the answer to what made it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record UserBody(
      String id,
      String name,
      String tenant,
      String role,
      boolean enabled,
      Instant createdAt,
      Optional<Instant> disabledAt,
      Optional<Instant> seenAt,
      Optional<IdentityBody> identity,
      Optional<String> password) {

    static UserBody of(AccountLists.ListedPerson person) {
      return of(person, Optional.empty());
    }

    static UserBody of(AccountLists.ListedPerson person, Optional<String> password) {
      return new UserBody(
          person.id().toString(),
          person.name(),
          person.tenant(),
          person.role().name().toLowerCase(Locale.ROOT),
          person.disabledAt().isEmpty(),
          person.createdAt(),
          person.disabledAt(),
          person.seenAt(),
          person.identity().map(IdentityBody::of),
          password);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
      return "UserBody[" + id + "]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record IdentityBody(String issuer, String subject, Optional<String> email) {
    static IdentityBody of(AccountLists.ListedIdentity identity) {
      return new IdentityBody(identity.issuer(), identity.subject(), identity.email());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record UserPage(List<UserBody> users, Optional<String> next) {
    static UserPage of(List<AccountLists.ListedPerson> found, int size) {
      return new UserPage(
          shown(found, size).stream().map(UserBody::of).toList(),
          after(found, size, last -> Cursors.writeName(last.name())));
    }
  }

  /**
   * @param key only in the answer to what made it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record KeyBody(
      String id,
      String name,
      String prefix,
      String tenant,
      List<String> scopes,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt,
      Optional<Instant> rotatedAt,
      Optional<FormerBody> former,
      Optional<String> key) {

    static KeyBody of(AccountLists.ListedKey key) {
      return of(key, Optional.empty());
    }

    static KeyBody of(AccountLists.ListedKey key, Optional<String> text) {
      return new KeyBody(
          key.id().toString(),
          key.name(),
          key.prefix(),
          key.tenant(),
          key.scopes(),
          key.createdAt(),
          key.expiresAt(),
          key.revokedAt(),
          key.lastUsedAt(),
          key.rotatedAt(),
          key.former().map(FormerBody::of),
          text);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
      return "KeyBody[" + id + "]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record FormerBody(String prefix, Instant until, Optional<Instant> lastUsedAt) {
    static FormerBody of(AccountLists.Former former) {
      return new FormerBody(former.prefix(), former.until(), former.lastUsedAt());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record KeyPage(List<KeyBody> keys, Optional<String> next) {
    static KeyPage of(List<AccountLists.ListedKey> found, int size) {
      return new KeyPage(
          shown(found, size).stream().map(KeyBody::of).toList(),
          after(found, size, last -> Cursors.write(last.createdAt(), last.id())));
    }
  }

  record EntryBody(
      long id, Instant at, String actor, String action, String subject, String detail) {
    static EntryBody of(AuditLog.Entry entry) {
      return new EntryBody(
          entry.id(), entry.at(), entry.actor(), entry.action(), entry.subject(), entry.detail());
    }
  }

  /**
   * @param whole whether every entry fits to the one before
   * @param brokenAt number of the first that does not
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ChainBody(boolean whole, Optional<Long> brokenAt) {
    static ChainBody of(Optional<Long> broken) {
      return new ChainBody(broken.isEmpty(), broken);
    }
  }

  /**
   * @param chain where the check was asked for
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record AuditPage(List<EntryBody> entries, Optional<ChainBody> chain, Optional<String> next) {
    static AuditPage of(List<AuditLog.Entry> found, Optional<ChainBody> chain, int size) {
      return new AuditPage(
          shown(found, size).stream().map(EntryBody::of).toList(),
          chain,
          after(found, size, last -> Long.toString(last.id())));
    }
  }

  private static <T> List<T> shown(List<T> found, int size) {
    return found.size() > size ? found.subList(0, size) : found;
  }

  private static <T> Optional<String> after(List<T> found, int size, Function<T, String> cursor) {
    return found.size() > size ? Optional.of(cursor.apply(found.get(size - 1))) : Optional.empty();
  }
}
