package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as it is now.
 *
 * @param plan as planned
 * @param attempt the last one
 * @param attempts how many there were
 * @param cancelReason why it was ended, or left out
 * @param coverage that it printed, usually in percent
 */
public record JobView(
    UUID id,
    UUID run,
    UUID tenant,
    UUID project,
    String name,
    String stage,
    JobPlan plan,
    JobState state,
    Optional<UUID> attempt,
    int attempts,
    Optional<FailureView> failure,
    Optional<String> cancelReason,
    Optional<BigDecimal> coverage,
    Optional<Instant> startAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** Whether it failed, and was allowed to. */
  public boolean failureAllowed() {
    return state == JobState.FAILED
        && (plan.allowFailure().any()
            || failure
                .flatMap(FailureView::exitCode)
                .filter(plan.allowFailure().exitCodes()::contains)
                .isPresent());
  }

  /**
   * Why something failed.
   *
   * @param failureClass whose failure, such as {@code script}
   * @param reason stable, snake case
   * @param message for people, secrets masked
   */
  public record FailureView(
      String failureClass,
      String reason,
      String message,
      Optional<Integer> exitCode,
      Optional<String> signal) {}

  /**
   * One attempt.
   *
   * @param cause {@code first}, {@code infra}, {@code outage}, {@code retry} or {@code manual}
   * @param worker that had it
   * @param logBytes how long its log is now
   * @param images of its containers, with the digests that were found or fetched
   * @param denied connections that the network policy refused
   */
  public record AttemptView(
      UUID id,
      int number,
      String cause,
      JobState state,
      Optional<String> worker,
      Optional<FailureView> failure,
      long logBytes,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      List<StepView> steps,
      List<ImageView> images,
      List<DeniedView> denied) {

    public AttemptView {
      steps = List.copyOf(steps);
      images = List.copyOf(images);
      denied = List.copyOf(denied);
    }
  }

  /** Where a connection was to lead. */
  public record DeniedView(String host, int port) {}

  /**
   * @param digest as the registry knows it; the image's id where it comes from none
   */
  public record ImageView(String name, String digest) {}

  /**
   * One phase of an attempt.
   *
   * @param name of the step, otherwise empty
   * @param logStart where its part of the log begins
   */
  public record StepView(
      String phase,
      String name,
      Instant startedAt,
      Optional<Instant> finishedAt,
      Optional<Integer> exitCode,
      long logStart) {}
}
