package dev.glovebox.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_key}. */
@Entity
class ApiKey {
  @Id UUID id;
  UUID tenantId;
  String name;
  String prefix;
  byte[] secretHash;
  String[] scopes;
  @Nullable Instant expiresAt;
  @Nullable Instant revokedAt;
  @Nullable String formerPrefix;
  byte @Nullable [] formerHash;
  @Nullable Instant formerUntil;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected ApiKey() {}

  ApiKey(UUID tenantId, String name, Token token, Set<Scope> scopes, @Nullable Instant expiresAt) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.name = name;
    this.prefix = token.prefix();
    this.secretHash = token.secretHash();
    this.scopes = scopes.stream().map(Scope::code).sorted().toArray(String[]::new);
    this.expiresAt = expiresAt;
  }

  boolean opens(Token token, Instant now) {
    boolean alive = revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    return alive && (isSecret(token) || isFormer(token, now));
  }

  private boolean isSecret(Token token) {
    return prefix.equals(token.prefix())
        && MessageDigest.isEqual(secretHash, token.secretHash()); // in constant time
  }

  private boolean isFormer(Token token, Instant now) {
    return token.prefix().equals(formerPrefix)
        && formerUntil != null
        && now.isBefore(formerUntil)
        && MessageDigest.isEqual(formerHash, token.secretHash());
  }

  Caller caller() {
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    for (String scope : scopes) {
      Scope.of(scope).ifPresent(known::add);
    }
    return new Caller(tenantId, id, name, known);
  }
}
