package dev.glovebox.judge0;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import dev.glovebox.api.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller by the configured headers or query parameters, or by {@code Authorization:
 * Bearer}; requests without any of them run in the name of the configured key, if there is one. Not
 * a bean: it belongs to its security filter chain alone.
 */
final class DoorKeyFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";
  private static final int TOO_MANY = 429;

  private final ApiKeys keys;
  private final RateLimits rates;
  private final Judge0Properties properties;

  DoorKeyFilter(ApiKeys keys, RateLimits rates, Judge0Properties properties) {
    this.keys = keys;
    this.rates = rates;
    this.properties = properties;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Request-Id", UUID.randomUUID().toString());
    Map<String, String> query;
    try {
      query = QueryString.read(request.getQueryString());
    } catch (BadRequest e) {
      Judge0Door.write(request, response, HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    Optional<Caller> caller = authn(request, query).flatMap(keys::check);
    if (caller.isPresent()) {
      if (!rates.admit(caller.get().tenant(), response)) {
        Judge0Door.bare(response, TOO_MANY);
        return;
      }
      boolean authorised =
          value(request, query, properties.authzHeaders())
              .flatMap(keys::check)
              .filter(second -> second.tenant().equals(caller.get().tenant()))
              .filter(second -> second.may(Scope.ADMIN))
              .isPresent();
      SecurityContextHolder.setContext(
          new SecurityContextImpl(new DoorAuthentication(caller.get(), authorised)));
    }
    chain.doFilter(request, response);
  }

  private Optional<String> authn(HttpServletRequest request, Map<String, String> query) {
    return value(request, query, properties.authnHeaders())
        .or(() -> bearer(request))
        .or(() -> Optional.ofNullable(properties.anonymousKey()));
  }

  private static Optional<String> value(
      HttpServletRequest request, Map<String, String> query, List<String> names) {
    for (String name : names) {
      String header = request.getHeader(name);
      String value = header == null ? query.get(name) : header;
      if (value != null) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
