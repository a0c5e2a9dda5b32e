package dev.glovebox.piston;

import dev.glovebox.api.RateLimits;
import dev.glovebox.api.RequestRefused;
import dev.glovebox.submission.QueueFull;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever goes wrong behind this door into Piston's form. */
@RestControllerAdvice(basePackageClasses = PistonController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PistonAdvice {

  private static final Logger log = LoggerFactory.getLogger(PistonAdvice.class);

  private final MessageWriter messages;
  private final RateLimits rates;

  PistonAdvice(MessageWriter messages, RateLimits rates) {
    this.rates = rates;
    this.messages = messages;
  }

  @ExceptionHandler
  void refused(PistonRefused refused, HttpServletResponse response) throws IOException {
    messages.write(response, refused.status().value(), refused.text(), refused.retryAfter());
  }

  /** What is wrong with a body before anybody looks into it. */
  @ExceptionHandler
  void unreadable(RequestRefused refused, HttpServletResponse response) throws IOException {
    String message = String.valueOf(refused.getMessage());
    if (refused.status() == HttpStatus.BAD_REQUEST.value()) {
      messages.writeUnreadable(response, message);
    } else {
      messages.write(response, refused.status(), message, refused.retryAfter());
    }
  }

  @ExceptionHandler
  void full(QueueFull full, HttpServletResponse response) throws IOException {
    rates.refused(full);
    int status =
        (full.tenantOnly() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE).value();
    messages.write(
        response, status, String.valueOf(full.getMessage()), Optional.of(full.retryAfter()));
  }

  /** Spring Security's own handlers answer these, in its filter. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void security(RuntimeException e) {
    throw e;
  }

  @ExceptionHandler
  void other(Exception e, HttpServletResponse response) throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      int status = known.getStatusCode().value();
      HttpStatus named = HttpStatus.resolve(status);
      messages.write(
          response,
          status,
          named == null ? "Bad Request" : named.getReasonPhrase(),
          Optional.empty());
      return;
    }
    if (response.isCommitted()) {
      log.debug("the client went away in the middle of an answer: {}", e.toString());
      return;
    }
    log.error("a job failed", e);
    messages.write(response, 500, "Internal Server Error", Optional.empty());
  }
}
