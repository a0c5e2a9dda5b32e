package dev.glovebox.judge0;

import dev.glovebox.door.Door;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Where the door is, and how it answers when nothing better can be said: with an empty body, or
 * with a short object for clients that accept nothing but JSON.
 */
@Component
@RunsIn(Role.API)
class Judge0Door implements Door {

  static final String PATH = "/judge0";

  private final Judge0Properties properties;

  Judge0Door(Judge0Properties properties) {
    this.properties = properties;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public OptionalInt port() {
    return properties.ownPort();
  }

  @Override
  public void error(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    write(request, response, status);
  }

  /** Answers with nothing but a status, as far as the client's words allow. */
  static void write(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    if (response.isCommitted()) {
      return; // too late to say anything; the client sees a broken stream
    }
    response.setStatus(status);
    @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.strip().equals("application/json")) {
      HttpStatus known = HttpStatus.resolve(status);
      String name = known == null ? "Error" : known.getReasonPhrase();
      byte[] body =
          "{\"status\":%d,\"error\":\"%s\"}"
              .formatted(status, name)
              .getBytes(StandardCharsets.UTF_8);
      response.setContentType("application/json; charset=utf-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } else {
      bare(response, status);
    }
    response.flushBuffer();
  }

  /** Answers with a status and an empty body, whatever the client accepts. */
  static void bare(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setContentType("text/html");
    response.setContentLength(0);
  }
}
