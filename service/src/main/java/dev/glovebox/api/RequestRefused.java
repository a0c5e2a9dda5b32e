package dev.glovebox.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is answered with a problem; its message is the problem's detail. */
public final class RequestRefused extends RuntimeException {

  private final transient Problem problem;

  RequestRefused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  static RequestRefused invalid(List<Fault> faults) {
    String detail =
        faults.size() == 1
            ? faults.getFirst().message()
            : "%d rules are broken; errors lists them.".formatted(faults.size());
    return new RequestRefused(
        new Problem(ProblemKind.INVALID_REQUEST, detail, List.copyOf(faults), Optional.empty()));
  }

  static RequestRefused of(ProblemKind kind, String detail) {
    return new RequestRefused(new Problem(kind, detail, List.of(), Optional.empty()));
  }

  static RequestRefused later(ProblemKind kind, String detail, Duration retryAfter) {
    return new RequestRefused(new Problem(kind, detail, List.of(), Optional.of(retryAfter)));
  }

  static RequestRefused notFound() {
    return of(ProblemKind.NOT_FOUND, "There is no such submission.");
  }

  Problem problem() {
    return problem;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return problem.kind().status().value();
  }

  /** When to try again, where that is known. */
  public Optional<Duration> retryAfter() {
    return problem.retryAfter();
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
