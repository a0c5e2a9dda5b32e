package dev.glovebox.door;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller of a request by its API key, wherever the door's clients put it, and counts the
 * request. Not a bean: it belongs to its security filter chain alone.
 */
public final class DoorKeyFilter extends OncePerRequestFilter {

  private final ApiKeys keys;
  private final DoorKeys door;

  public DoorKeyFilter(ApiKeys keys, DoorKeys door) {
    this.keys = keys;
    this.door = door;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<DoorKeys.Brought> brought = door.brought(request, response);
    if (brought.isEmpty()) {
      return;
    }
    HttpServletRequest readable = brought.get().request();
    Optional<Caller> caller = brought.get().key().flatMap(keys::check);
    if (caller.isEmpty() && brought.get().key().filter(keys::ofDisabledTenant).isPresent()) {
      door.refuse(readable, response);
      return;
    }
    if (caller.isPresent()) {
      if (!door.admit(readable, response, caller.get())) {
        return;
      }
      SecurityContextHolder.setContext(
          new SecurityContextImpl(
              new DoorAuthentication(caller.get(), door.authorities(readable, caller.get()))));
    }
    chain.doFilter(readable, response);
  }
}
