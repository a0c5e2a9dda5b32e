package dev.glovebox.piston;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes errors in Piston's form. */
@Component
class MessageWriter {

  private final JsonMapper json;

  MessageWriter(JsonMapper json) {
    this.json = json;
  }

  void write(
      HttpServletResponse response, int status, String message, Optional<Duration> retryAfter)
      throws IOException {
    write(response, status, new Body(message, Optional.empty()), retryAfter);
  }

  /** JSON that can't be parsed is the one error that the original answers with a stack. */
  void writeUnreadable(HttpServletResponse response, String message) throws IOException {
    write(
        response, 400, new Body(message, Optional.of("SyntaxError: " + message)), Optional.empty());
  }

  private void write(
      HttpServletResponse response, int status, Body body, Optional<Duration> retryAfter)
      throws IOException {
    if (response.isCommitted()) {
      return; // too late to say anything; the client sees a broken stream
    }
    response.resetBuffer();
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    retryAfter.ifPresent(wait ->
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    byte[] bytes = json.writeValueAsBytes(body);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
    // At once: what is left of a refused request's body is still to be read away.
    response.flushBuffer();
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Body(String message, Optional<String> stack) {}
}
