package dev.glovebox.judge0;

import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A {@link Caller} as Spring Security sees it: what it may do are its authorities. A request that
 * brought the second key, which listing and deleting need, has {@link #AUTHORISED} too.
 */
final class DoorAuthentication extends AbstractAuthenticationToken {

  /** The authority of the second key. */
  static final String AUTHORISED = "judge0:authorised";

  private final transient Caller caller;
  private final boolean authorised;

  DoorAuthentication(Caller caller, boolean authorised) {
    super(
        Stream.concat(
                Stream.of(Scope.values()).filter(caller::may).map(Scope::code),
                authorised ? Stream.of(AUTHORISED) : Stream.of())
            .map(SimpleGrantedAuthority::new)
            .toList());
    this.caller = caller;
    this.authorised = authorised;
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
        && that.authorised == authorised;
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
