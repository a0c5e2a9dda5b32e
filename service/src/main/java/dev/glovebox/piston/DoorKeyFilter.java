package dev.glovebox.piston;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.api.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller by the header {@code Authorization}, with {@code Bearer} or without, as clients
 * of hosted Pistons send it; requests without the header run in the name of the configured key, if
 * there is one. Not a bean: it belongs to its security filter chain alone.
 */
final class DoorKeyFilter extends OncePerRequestFilter {

  private static final String SCHEME = "bearer ";

  private final ApiKeys keys;
  private final Optional<String> anonymousKey;
  private final RateLimits rates;
  private final MessageWriter messages;

  DoorKeyFilter(
      ApiKeys keys, Optional<String> anonymousKey, RateLimits rates, MessageWriter messages) {
    this.keys = keys;
    this.anonymousKey = anonymousKey;
    this.rates = rates;
    this.messages = messages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Caller> caller = key(request).flatMap(keys::check);
    if (caller.isPresent()) {
      if (!rates.admit(caller.get().tenant(), response)) {
        messages.write(response, 429, "Too many requests; see Retry-After", Optional.empty());
        return;
      }
      SecurityContextHolder.setContext(
          new SecurityContextImpl(new DoorAuthentication(caller.get())));
    }
    chain.doFilter(request, response);
  }

  private Optional<String> key(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return anonymousKey;
    }
    boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    return Optional.of((bearer ? header.substring(SCHEME.length()) : header).strip());
  }
}
