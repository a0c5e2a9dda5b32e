package dev.glovebox.dashboard;

import dev.glovebox.door.Door;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/** Where the pages are, and what they say when something goes wrong. */
@Component
@RunsIn(Role.API)
class DashboardDoor implements Door {

  static final String PATH = "/dashboard";

  private final ErrorPages errors;

  DashboardDoor(ErrorPages errors) {
    this.errors = errors;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.empty();
  }

  @Override
  public void error(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    errors.write(request, response, status);
  }
}
