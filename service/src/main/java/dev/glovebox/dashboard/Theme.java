package dev.glovebox.dashboard;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Light or dark, as the browser's user has chosen. */
enum Theme {
  /** As the system says. */
  AUTO,
  LIGHT,
  DARK;

  private static final String COOKIE = "glovebox_theme";

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Theme of(HttpServletRequest request) {
    Cookie @Nullable [] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        for (Theme theme : values()) {
          if (cookie.getName().equals(COOKIE) && cookie.getValue().equals(theme.code())) {
            return theme;
          }
        }
      }
    }
    return AUTO;
  }
}
