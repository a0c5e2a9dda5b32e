package dev.glovebox.judge0;

import dev.glovebox.door.Door;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/** The same door for clients of the other flavour, with its languages. */
@Component
@RunsIn(Role.API)
class Judge0ExtraDoor implements Door {

  private final Judge0Properties properties;

  Judge0ExtraDoor(Judge0Properties properties) {
    this.properties = properties;
  }

  @Override
  public String path() {
    return "/judge0-extra";
  }

  @Override
  public String handledAt() {
    return Judge0Door.PATH;
  }

  @Override
  public OptionalInt port() {
    return properties.ownExtraPort();
  }

  @Override
  public void error(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    Judge0Door.write(request, response, status);
  }
}
