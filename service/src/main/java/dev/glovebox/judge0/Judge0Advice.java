package dev.glovebox.judge0;

import dev.glovebox.api.RateLimits;
import dev.glovebox.api.RequestRefused;
import dev.glovebox.submission.QueueFull;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever goes wrong behind this door into Judge0's form. */
@RestControllerAdvice(basePackageClasses = SubmissionsController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class Judge0Advice {

  private static final Logger log = LoggerFactory.getLogger(Judge0Advice.class);

  private final Answers answers;
  private final RateLimits rates;

  Judge0Advice(Answers answers, RateLimits rates) {
    this.rates = rates;
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<byte[]> refused(Refused refused) {
    return answers.error(refused.status(), refused.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<byte[]> full(QueueFull full, HttpServletResponse response) {
    rates.refused(full);
    response.setHeader(
        HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, full.retryAfter().toSeconds())));
    return full.reason() == QueueFull.Reason.RATE
        ? answers.error(HttpStatus.TOO_MANY_REQUESTS, "too many submissions")
        : answers.error(HttpStatus.SERVICE_UNAVAILABLE, "queue is full");
  }

  @ExceptionHandler
  void unreadable(BadRequest bad, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Judge0Door.write(request, response, HttpStatus.BAD_REQUEST.value());
  }

  /** What is wrong with a body before anybody looks into it. */
  @ExceptionHandler
  void refusedBody(RequestRefused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refused
        .retryAfter()
        .ifPresent(wait ->
            response.setHeader(
                HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    Judge0Door.write(request, response, refused.status());
  }

  @ExceptionHandler
  void unknown(NotFound nothing, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Judge0Door.write(request, response, HttpStatus.NOT_FOUND.value());
  }

  /** Spring Security's own handlers answer these, in its filter. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void security(RuntimeException e) {
    throw e;
  }

  @ExceptionHandler
  void other(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      Judge0Door.write(request, response, known.getStatusCode().value());
      return;
    }
    if (response.isCommitted()) {
      log.debug("the client went away in the middle of an answer: {}", e.toString());
      return;
    }
    log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    Judge0Door.write(request, response, HttpStatus.INTERNAL_SERVER_ERROR.value());
  }
}
