package dev.glovebox.judge0;

import org.springframework.http.HttpStatus;

/** A request that is answered with {@code {"error": …}}. */
final class Refused extends RuntimeException {

  private final HttpStatus status;

  private Refused(HttpStatus status, String message) {
    super(message);
    this.status = status;
  }

  static Refused badRequest(String message) {
    return new Refused(HttpStatus.BAD_REQUEST, message);
  }

  static Refused unavailable(String message) {
    return new Refused(HttpStatus.SERVICE_UNAVAILABLE, message);
  }

  HttpStatus status() {
    return status;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
