package dev.glovebox.piston;

import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** A request that is answered with a status and {@code {"message": ...}}. */
final class PistonRefused extends RuntimeException {

  private final HttpStatus status;
  private final transient Optional<Duration> retryAfter;

  private PistonRefused(HttpStatus status, String message, Optional<Duration> retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static PistonRefused invalid(String message) {
    return new PistonRefused(HttpStatus.BAD_REQUEST, message, Optional.empty());
  }

  static PistonRefused of(HttpStatus status, String message) {
    return new PistonRefused(status, message, Optional.empty());
  }

  static PistonRefused later(String message, Duration retryAfter) {
    return new PistonRefused(HttpStatus.SERVICE_UNAVAILABLE, message, Optional.of(retryAfter));
  }

  HttpStatus status() {
    return status;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What is said to the client. */
  String text() {
    return String.valueOf(getMessage());
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
