package dev.glovebox.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** A customer of the service: owns submissions, has a share of the machine. */
@Entity
class Tenant {
  @Id UUID id;
  String name;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Tenant() {}

  Tenant(String name) {
    this.id = UUID.randomUUID();
    this.name = name;
  }
}
