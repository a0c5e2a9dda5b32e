package dev.glovebox.account;

import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is signed in.
 *
 * @param account id
 * @param tenant whose member it is
 * @param name to sign in with, and for people
 * @param role what it may do
 */
public record Person(UUID account, UUID tenant, String name, Role role) {

  /** The only tenant of which it sees anything; empty = it sees all of them. */
  public Optional<UUID> onlyTenant() {
    return role.includes(Role.OPERATOR) ? Optional.empty() : Optional.of(tenant);
  }

  /** As the audit log names it. */
  public Actor actor() {
    return new Actor(name, Optional.of(account));
  }
}
