package dev.glovebox.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes every request to a front door look as if it had come to the door's path, without a slash at
 * its end. Comes before everything else: what follows, the checks of callers included, sees one
 * form only, and at a door's port there is nothing but the door.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorFilter extends OncePerRequestFilter {

  /** The request attribute with the door. */
  static final String DOOR = DoorFilter.class.getName() + ".door";

  private final Doors doors;

  DoorFilter(Doors doors) {
    this.doors = doors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Door> byPort = doors.atPort(request.getLocalPort());
    Optional<Door> door = byPort.or(() -> doors.atPath(request.getRequestURI()));
    if (door.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    request.setAttribute(DOOR, door.get());
    String before = byPort.isPresent() ? "" : door.get().path();
    chain.doFilter(new DoorRequest(request, before, door.get().handledAt()), response);
  }
}
