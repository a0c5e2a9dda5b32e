package dev.glovebox.dashboard;

import dev.glovebox.account.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who makes a request by its cookie. Not a bean: it belongs to one chain alone. */
final class SessionFilter extends OncePerRequestFilter {

  private final Sessions sessions;

  SessionFilter(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SessionCookie.read(request)
        .flatMap(sessions::find)
        .ifPresent(person ->
            SecurityContextHolder.setContext(
                new SecurityContextImpl(new PersonAuthentication(person))));
    chain.doFilter(request, response);
  }
}
