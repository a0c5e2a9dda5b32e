package dev.glovebox.account;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request.
 *
 * @param tenant whose submissions it sees
 * @param key id of the API key
 * @param name of the key, for people
 * @param scopes what the key may do
 */
public record Caller(UUID tenant, UUID key, String name, Set<Scope> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the caller may do what needs this scope. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  /** As the audit log names it. */
  public Actor actor() {
    return new Actor("key " + name, Optional.empty());
  }
}
