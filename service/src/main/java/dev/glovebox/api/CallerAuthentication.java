package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Caller} as Spring Security sees it: its scopes are its authorities. */
final class CallerAuthentication extends AbstractAuthenticationToken {

  private final transient Caller caller;

  CallerAuthentication(Caller caller) {
    super(authorities(caller));
    this.caller = caller;
    super.setAuthenticated(true);
  }

  private static Collection<GrantedAuthority> authorities(Caller caller) {
    Set<Scope> scopes = caller.may(Scope.ADMIN) ? EnumSet.allOf(Scope.class) : caller.scopes();
    return scopes.stream()
        .<GrantedAuthority>map(scope -> new SimpleGrantedAuthority(scope.code()))
        .toList();
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
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof CallerAuthentication that && that.caller.equals(caller);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
