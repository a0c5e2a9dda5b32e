package dev.glovebox.piston;

import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Caller} as Spring Security sees it: what it may do are its authorities. */
final class DoorAuthentication extends AbstractAuthenticationToken {

  private final transient Caller caller;

  DoorAuthentication(Caller caller) {
    super(
        Stream.of(Scope.values())
            .filter(caller::may)
            .map(scope -> new SimpleGrantedAuthority(scope.code()))
            .toList());
    this.caller = caller;
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
    return other instanceof DoorAuthentication that && that.caller.equals(caller);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
