package dev.glovebox.openid;

import dev.glovebox.account.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a token, after it was checked, says of somebody. */
final class Claims {

  private final Map<String, Object> claims;

  Claims(Map<String, Object> claims) {
    this.claims = claims;
  }

  /** A text. */
  Optional<String> text(String name) {
    return find(name) instanceof String text && !text.isBlank()
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  /** The highest role that a value of this claim maps to. */
  Optional<Role> role(String name, Map<String, Role> roles) {
    Stream<?> values =
        switch (find(name)) {
          case String one -> Stream.of(one);
          case Collection<?> many -> many.stream();
          case null, default -> Stream.empty();
        };
    return values
        .flatMap(value -> Optional.ofNullable(roles.get(String.valueOf(value))).stream())
        .max(Comparator.naturalOrder());
  }

  /** The claim of this whole name, or what a path with dots leads to. */
  private @Nullable Object find(String name) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    Object place = claims;
    for (String step : name.split("\\.", -1)) {
      if (!(place instanceof Map<?, ?> object) || object.get(step) == null) {
        return null;
      }
      place = object.get(step);
    }
    return place;
  }
}
