package dev.glovebox.api;

import dev.glovebox.account.Accounts;
import dev.glovebox.ci.run.RunRefused;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.submission.IdempotencyConflict;
import dev.glovebox.submission.QueueFull;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns whatever goes wrong into a problem. What is our own fault is logged; nothing leaks. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter problems;
  private final RateLimits rates;

  ProblemAdvice(ProblemWriter problems, RateLimits rates) {
    this.problems = problems;
    this.rates = rates;
  }

  @ExceptionHandler
  void refused(RequestRefused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problems.write(request, response, refused.problem());
  }

  @ExceptionHandler
  void full(QueueFull full, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    rates.refused(full);
    ProblemKind kind =
        switch (full.reason()) {
          case QUEUE -> ProblemKind.QUEUE_FULL;
          case TENANT -> ProblemKind.TENANT_QUEUE_FULL;
          case RATE -> ProblemKind.RATE_LIMITED;
        };
    String detail = "Nothing was stored: " + full.getMessage() + ".";
    problems.write(
        request, response, new Problem(kind, detail, List.of(), Optional.of(full.retryAfter())));
  }

  @ExceptionHandler
  void packageRefused(
      PackageRefused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<Finding> errors =
        refused.findings().stream()
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .toList();
    String detail =
        errors.size() == 1
            ? errors.getFirst().message()
            : "There are %d reasons; findings lists them.".formatted(errors.size());
    problems.write(
        request,
        response,
        new Problem(ProblemKind.PACKAGE_REFUSED, detail),
        FindingBody.of(refused.findings()));
  }

  @ExceptionHandler
  void pipelineRefused(
      PipelineRefused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problems.write(
        request,
        response,
        new Problem(ProblemKind.PIPELINE_REFUSED, String.valueOf(refused.getMessage())),
        refused.refused());
  }

  /** Two different requests under one key are a mistake that would hide a submission. */
  @ExceptionHandler
  void conflict(
      IdempotencyConflict conflict, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String detail = "Nothing was stored: " + conflict.getMessage() + ".";
    problems.write(request, response, new Problem(ProblemKind.IDEMPOTENCY_KEY_REUSED, detail));
  }

  @ExceptionHandler
  void runRefused(RunRefused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemKind kind =
        switch (refused.reason()) {
          case KEY_REUSED -> ProblemKind.IDEMPOTENCY_KEY_REUSED;
          case GROUP_FULL -> ProblemKind.CONCURRENCY_GROUP_FULL;
          case WRONG_STATE -> ProblemKind.NOT_READY;
          case NOT_STORABLE -> ProblemKind.INVALID_REQUEST;
        };
    problems.write(request, response, new Problem(kind, String.valueOf(refused.getMessage())));
  }

  @ExceptionHandler
  void accountsRefused(
      Accounts.Refused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemKind kind =
        switch (refused.reason()) {
          case MALFORMED -> ProblemKind.INVALID_REQUEST;
          case TAKEN -> ProblemKind.NAME_TAKEN;
          case ABSENT -> ProblemKind.NOT_FOUND;
          case FORBIDDEN -> ProblemKind.NOT_ALLOWED;
          case CHANGED -> ProblemKind.CHANGED_MEANWHILE;
        };
    problems.write(request, response, new Problem(kind, String.valueOf(refused.getMessage())));
  }

  @ExceptionHandler
  void badParameter(
      MethodArgumentTypeMismatchException e,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var fault = new Fault(e.getName(), "wrong-type", e.getName() + " has no valid value.");
    problems.write(request, response, RequestRefused.invalid(List.of(fault)).problem());
  }

  @ExceptionHandler
  void missingParameter(
      MissingServletRequestParameterException e,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var fault = new Fault(e.getParameterName(), "required", e.getParameterName() + " is needed.");
    problems.write(request, response, RequestRefused.invalid(List.of(fault)).problem());
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
      known
          .getHeaders()
          .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
      ProblemKind kind = ProblemKind.of(known.getStatusCode().value());
      problems.write(request, response, new Problem(kind, kind.title()));
      return;
    }
    if (response.isCommitted()) {
      log.debug("the client went away in the middle of an answer: {}", e.toString());
      return;
    }
    log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    problems.write(
        request,
        response,
        new Problem(ProblemKind.INTERNAL_ERROR, "The failure is in the service's log."));
  }
}
