package dev.glovebox.dashboard;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie with the secret of a session: scripts can't read it, other sites can't send it. */
final class SessionCookie {

  private static final String NAME = "glovebox_session";

  private SessionCookie() {}

  static Optional<String> read(HttpServletRequest request) {
    return read(NAME, request);
  }

  /** The value of a cookie of this name. */
  static Optional<String> read(String name, HttpServletRequest request) {
    Cookie @Nullable [] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(name)) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  static void write(
      HttpServletRequest request, HttpServletResponse response, String secret, Duration lifetime) {
    add(NAME, request, response, secret, lifetime);
    // What was known before somebody signed in or out is worth nothing afterwards.
    add(DashboardSecurity.CSRF_COOKIE, request, response, "", Duration.ZERO);
  }

  private static void add(
      String name,
      HttpServletRequest request,
      HttpServletResponse response,
      String value,
      Duration lifetime) {
    ResponseCookie cookie =
        ResponseCookie.from(name, value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .path(DashboardDoor.PATH)
            .maxAge(lifetime)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  static void remove(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", Duration.ZERO);
  }
}
