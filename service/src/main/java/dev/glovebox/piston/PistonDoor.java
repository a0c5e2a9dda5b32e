package dev.glovebox.piston;

import dev.glovebox.door.Door;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Where Piston's API is, and how it says what no controller has seen. */
@Component
@RunsIn(Role.API)
class PistonDoor implements Door {

  private final PistonProperties properties;
  private final MessageWriter messages;

  PistonDoor(PistonProperties properties, MessageWriter messages) {
    this.properties = properties;
    this.messages = messages;
  }

  @Override
  public String path() {
    return PistonSecurity.PREFIX;
  }

  @Override
  public OptionalInt port() {
    Integer port = properties.port();
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public void error(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    HttpStatus known = HttpStatus.resolve(status);
    messages.write(
        response,
        status,
        known == null ? "Bad Request" : known.getReasonPhrase(),
        Optional.empty());
  }
}
