package dev.glovebox.api;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of {@code application/problem+json} answers. Their codes are stable. */
enum ProblemKind {
  MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not well-formed JSON."),
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request breaks rules; errors tells which."),
  BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid HTTP."),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid API key is needed."),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The API key lacks a scope."),
  TENANT_DISABLED(HttpStatus.FORBIDDEN, "The tenant of the API key is disabled."),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here for this caller."),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not supported here."),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer has no form that the request accepts."),
  REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The body arrived too slowly."),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.CONFLICT, "The idempotency key belongs to a different submission."),
  ALREADY_DONE(HttpStatus.CONFLICT, "It is already at its end."),
  NOT_READY(HttpStatus.CONFLICT, "It can't be done yet."),
  NAME_TAKEN(HttpStatus.CONFLICT, "There is another of this name."),
  NOT_ALLOWED(HttpStatus.CONFLICT, "Rules of the service forbid this change."),
  CHANGED_MEANWHILE(HttpStatus.CONFLICT, "Somebody else has changed it; read it again."),
  CONCURRENCY_GROUP_FULL(HttpStatus.CONFLICT, "The concurrency group has no place for the run."),
  TOO_MANY_WEBHOOKS(HttpStatus.CONFLICT, "The tenant has as many webhooks as it may."),
  PROBLEM_QUARANTINED(
      HttpStatus.CONFLICT, "This version of the problem can't be judged: its checker is broken."),
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large."),
  BROKEN_ARCHIVE(HttpStatus.UNPROCESSABLE_CONTENT, "The archive is damaged, or not what it says."),
  PACKAGE_REFUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "The package can't be taken over; findings tells why."),
  PIPELINE_REFUSED(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "The pipeline file has errors or asks for what is not there; diagnostics tells where."),
  NOTHING_TO_RUN(
      HttpStatus.UNPROCESSABLE_CONTENT, "The pipeline is valid, and none of its jobs is to run."),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has a type that is not supported here."),
  NOT_AN_ARCHIVE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is no archive of a format that is known here."),
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests."),
  TENANT_QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS, "This tenant has too many submissions waiting."),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed; it is not your fault."),
  LANGUAGE_NOT_READY(HttpStatus.SERVICE_UNAVAILABLE, "The language can't be used yet."),
  BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The service is reading too much at once."),
  QUEUE_FULL(HttpStatus.SERVICE_UNAVAILABLE, "The queue is full."),
  STORE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The tenant's part of the store is full.");

  private final HttpStatus status;
  private final String title;

  ProblemKind(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The stable code, for example {@code invalid-request}. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Relative reference that answers with the meaning. */
  String type() {
    return "/problems/" + code();
  }

  /** The kind that a plain HTTP status stands for. */
  static ProblemKind of(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> RATE_LIMITED;
      case 503 -> BUSY;
      default -> status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
    };
  }
}
