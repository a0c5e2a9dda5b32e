package dev.glovebox.door;

import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A {@link Caller} as Spring Security sees it: what it may do are its authorities, and what else
 * its request has shown.
 */
public final class DoorAuthentication extends AbstractAuthenticationToken {

  private final transient Caller caller;
  private final transient Set<String> more;

  /**
   * @param more authorities beside those that the key gives
   */
  DoorAuthentication(Caller caller, Set<String> more) {
    super(
        Stream.concat(Stream.of(Scope.values()).filter(caller::may).map(Scope::code), more.stream())
            .map(SimpleGrantedAuthority::new)
            .toList());
    this.caller = caller;
    this.more = Set.copyOf(more);
    super.setAuthenticated(true);
  }

  @Override
  public Object getCredentials() {
    return List.of(); // never kept
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DoorAuthentication that
        && that.caller.equals(caller)
        && that.more.equals(more);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
