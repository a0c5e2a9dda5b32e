package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.CancelMode;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Jobs of runs over REST: read, wait, cancel, play, retry. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/jobs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

  private final Runs runs;
  private final ApiProperties properties;

  JobController(Runs runs, ApiProperties properties) {
    this.runs = runs;
    this.properties = properties;
  }

  @GetMapping
  RunBody.JobBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return body(find(runs, caller, id));
  }

  /** Answers when the job is at its end, or when waiting took too long. */
  @GetMapping("/wait")
  RunBody.JobBody await(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws InterruptedException {
    Duration timeout = RunController.timeout(http, properties);
    JobView job = find(runs, caller, id);
    return body(
        runs.awaitJob(caller.tenant(), job.id(), timeout).orElseThrow(JobController::notFound));
  }

  @PostMapping("/cancel")
  ResponseEntity<RunBody.JobBody> cancel(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http) {
    CancelMode mode = RunController.mode(http);
    JobView job = find(runs, caller, id);
    if (!runs.cancelJob(caller.tenant(), job.id(), "user", mode)) {
      throw RequestRefused.of(ProblemKind.ALREADY_DONE, "The job is at its end.");
    }
    return accepted(caller, id);
  }

  @PostMapping("/play")
  ResponseEntity<RunBody.JobBody> play(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    runs.play(caller.tenant(), find(runs, caller, id).id());
    return accepted(caller, id);
  }

  @PostMapping("/retry")
  ResponseEntity<RunBody.JobBody> retry(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    runs.retryJob(caller.tenant(), find(runs, caller, id).id());
    return accepted(caller, id);
  }

  private ResponseEntity<RunBody.JobBody> accepted(Caller caller, String id) {
    return ResponseEntity.accepted().body(body(find(runs, caller, id)));
  }

  private RunBody.JobBody body(JobView job) {
    return RunBody.JobBody.of(job, Optional.of(runs.attempts(job.id())));
  }

  /**
   * @throws RequestRefused when the caller has no such job
   */
  static JobView find(Runs runs, Caller caller, String id) {
    UUID job = SubmissionController.Ids.read(id).value();
    return runs.job(caller.tenant(), job).orElseThrow(JobController::notFound);
  }

  /**
   * One attempt of a job, the last where no number is given.
   *
   * @throws RequestRefused when there is no such attempt
   */
  static UUID attempt(Runs runs, JobView job, Optional<Integer> number) {
    Optional<UUID> attempt =
        number.isEmpty()
            ? job.attempt()
            : runs.attempts(job.id()).stream()
                .filter(tried -> tried.number() == number.get())
                .map(JobView.AttemptView::id)
                .findAny();
    return attempt.orElseThrow(() ->
        RequestRefused.of(ProblemKind.NOT_FOUND, "The job has no such attempt, or none yet."));
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such job.");
  }
}
