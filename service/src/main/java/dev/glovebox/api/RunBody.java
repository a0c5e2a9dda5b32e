package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.RunView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run in answers. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RunBody(
    String id,
    String project,
    long number,
    String name,
    String ref,
    String sha,
    String cause,
    String state,
    boolean warnings,
    Optional<String> cancelReason,
    String configDigest,
    long version,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<List<JobBody>> jobs) {

  static RunBody of(RunView run, Optional<List<JobView>> jobs) {
    return new RunBody(
        run.id().toString(),
        run.project(),
        run.number(),
        run.name(),
        run.ref(),
        run.sha(),
        run.cause(),
        run.state().code(),
        run.warnings(),
        run.cancelReason(),
        run.configDigest(),
        run.version(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        jobs.map(list -> list.stream().map(JobBody::of).toList()));
  }

  /**
   * A job in answers.
   *
   * @param failureAllowed whether it failed, and may
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JobBody(
      String id,
      String run,
      String name,
      String stage,
      String state,
      boolean failureAllowed,
      int attempts,
      Optional<String> attempt,
      Optional<FailureBody> failure,
      Optional<String> cancelReason,
      Optional<BigDecimal> coverage,
      Optional<Instant> startAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<List<AttemptBody>> history) {

    static JobBody of(JobView job) {
      return of(job, Optional.empty());
    }

    static JobBody of(JobView job, Optional<List<JobView.AttemptView>> history) {
      return new JobBody(
          job.id().toString(),
          job.run().toString(),
          job.name(),
          job.stage(),
          job.state().code(),
          job.failureAllowed(),
          job.attempts(),
          job.attempt().map(Object::toString),
          job.failure().map(FailureBody::of),
          job.cancelReason(),
          job.coverage(),
          job.startAt(),
          job.startedAt(),
          job.finishedAt(),
          history.map(list -> list.stream().map(AttemptBody::of).toList()));
    }
  }

  /**
   * Why something failed.
   *
   * @param failureClass whose failure
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record FailureBody(
      String failureClass,
      String reason,
      String message,
      Optional<Integer> exitCode,
      Optional<String> signal) {

    static FailureBody of(JobView.FailureView failure) {
      return new FailureBody(
          failure.failureClass(),
          failure.reason(),
          failure.message(),
          failure.exitCode(),
          failure.signal());
    }
  }

  /** One attempt in answers. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record AttemptBody(
      String id,
      int number,
      String cause,
      String state,
      Optional<String> worker,
      Optional<FailureBody> failure,
      long logBytes,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      List<StepBody> steps,
      List<JobView.ImageView> images,
      List<JobView.DeniedView> denied) {

    static AttemptBody of(JobView.AttemptView attempt) {
      return new AttemptBody(
          attempt.id().toString(),
          attempt.number(),
          attempt.cause(),
          attempt.state().code(),
          attempt.worker(),
          attempt.failure().map(FailureBody::of),
          attempt.logBytes(),
          attempt.createdAt(),
          attempt.startedAt(),
          attempt.finishedAt(),
          attempt.steps().stream().map(StepBody::of).toList(),
          attempt.images(),
          attempt.denied());
    }
  }

  /** One phase of an attempt in answers. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record StepBody(
      String phase,
      String name,
      Instant startedAt,
      Optional<Instant> finishedAt,
      Optional<Integer> exitCode,
      long logStart) {

    static StepBody of(JobView.StepView step) {
      return new StepBody(
          step.phase(),
          step.name(),
          step.startedAt(),
          step.finishedAt(),
          step.exitCode(),
          step.logStart());
    }
  }
}
