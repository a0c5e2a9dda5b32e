package dev.glovebox.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** A person who may log in. */
@Entity
class Account {
  @Id UUID id;
  UUID tenantId;
  String name;
  String passwordHash;
  String role;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Account() {}

  Account(UUID tenantId, String name, String passwordHash, Role role) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.name = name;
    this.passwordHash = passwordHash;
    this.role = role.code();
  }
}
