package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller by {@code Authorization: Bearer}, and counts its requests. Not a bean: it
 * belongs to the security filter chain alone.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final ApiKeys keys;
  private final RateLimits rates;
  private final ProblemWriter problems;

  ApiKeyFilter(ApiKeys keys, RateLimits rates, ProblemWriter problems) {
    this.keys = keys;
    this.rates = rates;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Caller> caller = bearer(request).flatMap(keys::check);
    if (caller.isPresent()) {
      if (!rates.admit(caller.get().tenant(), response)) {
        problems.write(request, response, RateLimits.PROBLEM);
        return;
      }
      SecurityContextHolder.setContext(
          new SecurityContextImpl(new CallerAuthentication(caller.get())));
    }
    chain.doFilter(request, response);
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
