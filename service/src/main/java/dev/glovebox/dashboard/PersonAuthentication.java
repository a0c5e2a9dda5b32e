package dev.glovebox.dashboard;

import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Person} as Spring Security sees it; every role it includes is an authority. */
final class PersonAuthentication extends AbstractAuthenticationToken {

  private final transient Person person;

  PersonAuthentication(Person person) {
    super(
        Stream.of(Role.values())
            .filter(person.role()::includes)
            .map(role -> new SimpleGrantedAuthority(authority(role)))
            .toList());
    this.person = person;
    super.setAuthenticated(true);
  }

  static String authority(Role role) {
    return "role:" + role.code();
  }

  @Override
  public Object getCredentials() {
    return List.of(); // never kept
  }

  @Override
  public Person getPrincipal() {
    return person;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PersonAuthentication that && that.person.equals(person);
  }

  @Override
  public int hashCode() {
    return person.hashCode();
  }
}
