package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.OpenJobs;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Further steps of open jobs over REST. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1/jobs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class JobStepController {

  private static final int LARGEST_SCRIPT = 4 << 20;
  private static final int LONGEST_NAME = 255;

  private final Runs runs;
  private final OpenJobs open;
  private final BodyReader bodies;
  private final ApiProperties properties;

  JobStepController(Runs runs, OpenJobs open, BodyReader bodies, ApiProperties properties) {
    this.runs = runs;
    this.open = open;
    this.bodies = bodies;
    this.properties = properties;
  }

  /** Adds a step; the body is its script. */
  @PostMapping("/steps")
  ResponseEntity<StepBody> add(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    String name =
        parameters
            .value(
                "name",
                "too-long",
                "1 to %d characters".formatted(LONGEST_NAME),
                text ->
                    text.isBlank() || text.length() > LONGEST_NAME
                        ? Optional.empty()
                        : Optional.of(text))
            .orElse("step");
    boolean helper =
        parameters
            .value("image", "not-allowed", "job or helper", JobStepController::isHelper)
            .orElse(false);
    parameters.end();
    Optional<String> key = IdempotencyKeys.read(http, faults);
    faults.check();
    JobView job = JobController.find(runs, caller, id);
    if (http.getContentLengthLong() > LARGEST_SCRIPT) {
      throw tooLarge();
    }
    OpenJobs.Step step =
        bodies.readBytes(
            caller.tenant(),
            http,
            script -> {
              if (script.length > LARGEST_SCRIPT) {
                throw tooLarge();
              }
              return open.add(
                  caller.tenant(), job.id(), new OpenJobs.NewStep(name, helper, script, key));
            });
    return ResponseEntity.created(
            URI.create("/api/v1/jobs/%s/steps/%d".formatted(job.id(), step.number())))
        .body(StepBody.of(step));
  }

  private static Optional<Boolean> isHelper(String text) {
    return switch (text) {
      case "helper" -> Optional.of(true);
      case "job" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static RequestRefused tooLarge() {
    return RequestRefused.of(
        ProblemKind.TOO_LARGE, "A script may have at most %d bytes.".formatted(LARGEST_SCRIPT));
  }

  /** Answers when the step has come so far, or when waiting took too long. */
  @GetMapping("/steps/{number}")
  StepBody read(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @PathVariable String number,
      HttpServletRequest http)
      throws InterruptedException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Duration timeout = parameters.time("timeout", properties.maxWait()).orElse(Duration.ZERO);
    OpenJobs.Until until =
        parameters
            .value("until", "not-allowed", "started or ended", JobStepController::until)
            .orElse(OpenJobs.Until.ENDED);
    parameters.end();
    faults.check();
    JobView job = JobController.find(runs, caller, id);
    if (job.attempt().isEmpty() || !number.matches("[1-9]\\d{0,5}")) {
      throw notFound();
    }
    return open.await(
            caller.tenant(),
            job.id(),
            job.attempt().get(),
            Integer.parseInt(number),
            until,
            timeout)
        .map(StepBody::of)
        .orElseThrow(JobStepController::notFound);
  }

  private static Optional<OpenJobs.Until> until(String text) {
    return switch (text) {
      case "started" -> Optional.of(OpenJobs.Until.STARTED);
      case "ended" -> Optional.of(OpenJobs.Until.ENDED);
      default -> Optional.empty();
    };
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such step.");
  }

  /** No further step will come. */
  @PostMapping("/finish")
  ResponseEntity<RunBody.JobBody> finish(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    JobView job = JobController.find(runs, caller, id);
    open.finish(caller.tenant(), job.id());
    return ResponseEntity.accepted().body(RunBody.JobBody.of(JobController.find(runs, caller, id)));
  }

  /**
   * A step in answers.
   *
   * @param logStart where its output begins in the attempt's log
   * @param logEnd where it ends
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record StepBody(
      int number,
      String name,
      String image,
      String state,
      Optional<Integer> exitCode,
      Optional<RunBody.FailureBody> failure,
      Optional<Long> logStart,
      Optional<Long> logEnd) {

    static StepBody of(OpenJobs.Step step) {
      return new StepBody(
          step.number(),
          step.name(),
          step.helper() ? "helper" : "job",
          step.state(),
          step.exitCode(),
          step.failure().map(RunBody.FailureBody::of),
          step.logStart(),
          step.logEnd());
    }
  }
}
