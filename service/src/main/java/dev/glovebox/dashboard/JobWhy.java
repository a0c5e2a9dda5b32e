package dev.glovebox.dashboard;

import dev.glovebox.ci.run.JobState;
import dev.glovebox.ci.run.JobView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a CI job is as it is.
 *
 * @param sentence what is the matter, made legible
 * @param link a job that has to do with it
 * @param hint what may help; may be empty
 */
record JobWhy(String sentence, Optional<RunLists.Holder> link, String hint) {

  /**
   * @param needed the jobs it waits for
   */
  static JobWhy of(JobView job, List<JobView> needed, RunLists lists) {
    return switch (job.state()) {
      case CREATED -> plain(waiting(needed));
      case MANUAL -> plain("It waits until somebody starts it.");
      case SCHEDULED ->
          plain(
              "It waits for its time, " + job.startAt().map(Object::toString).orElse("soon") + ".");
      case WAITING_RESOURCE -> resource(job, lists.holder(job.id()));
      case QUEUED -> plain(job.attempt().map(lists::waitsFor).orElse("It is being queued."));
      case PREPARING -> plain("A worker prepares it: image, sources, caches.");
      case RUNNING -> plain("It runs.");
      case FINISHING -> plain("Its steps are at their end; what it leaves is being kept.");
      case CANCELING -> plain("Its end was asked for: " + reason(job) + ".");
      case SUCCESS -> plain("All of its steps succeeded.");
      case CANCELED -> plain("It was cancelled: " + reason(job) + ".");
      case SKIPPED -> plain("It was left out: " + reason(job) + ".");
      case FAILED -> failed(job);
    };
  }

  private static JobWhy plain(String sentence) {
    return new JobWhy(sentence, Optional.empty(), "");
  }

  private static String waiting(List<JobView> needed) {
    List<String> open =
        needed.stream()
            .filter(job -> !job.state().ended())
            .map(job -> Legible.of(job.name()))
            .limit(10)
            .toList();
    return open.isEmpty()
        ? "It waits for its run's turn."
        : "It waits for " + String.join(", ", open) + ".";
  }

  private static JobWhy resource(JobView job, Optional<RunLists.Holder> holder) {
    String group = Legible.of(job.plan().resourceGroup().orElse(""));
    return new JobWhy(
        group.isEmpty()
            ? "It waits for its run's turn in its concurrency group."
            : "It waits for the resource group %s.".formatted(group),
        holder,
        "");
  }

  private static String reason(JobView job) {
    return Legible.of(job.cancelReason().orElse("no reason was given")).replace('_', ' ');
  }

  private static JobWhy failed(JobView job) {
    return job.failure()
        .map(failure ->
            new JobWhy(
                "%s (%s%s)."
                    .formatted(
                        Legible.of(failure.message()),
                        failure.reason().replace('_', ' '),
                        failure.exitCode().map(code -> ", exit code " + code).orElse("")),
                Optional.empty(),
                hint(failure.failureClass())))
        .orElseGet(() -> plain("It failed."));
  }

  private static String hint(String failureClass) {
    return switch (failureClass) {
      case "limit" -> "A limit of the job's own: time, memory, processes, disk or what it keeps.";
      case "policy" -> "The service's settings do not allow what it asked for.";
      case "image" -> "The image could not be had: its name, or the engine's access to it.";
      case "infra" -> "The service's own fault, not the job's: the worker's log has the rest.";
      case "service" -> "One of its services did not get ready, or ended.";
      default -> "";
    };
  }

  /** Whether somebody may start it by hand. */
  static boolean playable(JobView job) {
    return job.state() == JobState.MANUAL || job.state() == JobState.SCHEDULED;
  }

  /** The attempt of a number; the last one where there is none. */
  static Optional<JobView.AttemptView> attempt(
      List<JobView.AttemptView> attempts, Optional<Integer> number, Optional<UUID> last) {
    return attempts.stream()
        .filter(one ->
            number.map(n -> n == one.number()).orElseGet(() -> last.equals(Optional.of(one.id()))))
        .findAny();
  }
}
