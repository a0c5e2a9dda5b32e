package dev.glovebox.piston;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.api.BodyReader;
import dev.glovebox.api.RateLimits;
import dev.glovebox.piston.JobReader.Job;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Piston's API, version 2: what can be run, and running it. */
@RestController
@RunsIn(Role.API)
@RequestMapping(PistonSecurity.PREFIX)
class PistonController {

  /** Where the public instance of the original has it, and clients written for that look. */
  static final String HOSTED = "/api/v2/piston";

  /** The version of the original whose behaviour this is. */
  private static final String VERSION = "3.1.1";

  private final BodyReader bodies;
  private final JobReader jobs;
  private final Runtimes runtimes;
  private final SubmissionIntake intake;
  private final RateLimits rates;
  private final SubmissionStore submissions;
  private final PistonProperties properties;

  PistonController(
      BodyReader bodies,
      JobReader jobs,
      Runtimes runtimes,
      SubmissionIntake intake,
      RateLimits rates,
      SubmissionStore submissions,
      PistonProperties properties) {
    this.bodies = bodies;
    this.jobs = jobs;
    this.runtimes = runtimes;
    this.intake = intake;
    this.rates = rates;
    this.submissions = submissions;
    this.properties = properties;
  }

  record Greeting(String message) {}

  @GetMapping({"", "/"})
  Greeting greeting() {
    return new Greeting("Piston v" + VERSION);
  }

  /**
   * @param runtime left out where the language runs in what is called like it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RuntimeBody(
      String language, String version, List<String> aliases, Optional<String> runtime) {}

  @GetMapping({"/api/v2/runtimes", HOSTED + "/runtimes"})
  List<RuntimeBody> runtimes() {
    return runtimes.all().stream()
        .map(one ->
            new RuntimeBody(
                one.language(), one.version().getVersion(), one.aliases(), one.runtime()))
        .toList();
  }

  /** Runs a job to its end. */
  @PostMapping({"/api/v2/execute", HOSTED + "/execute"})
  ExecutionBody execute(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    requireJson(http);
    Job job = bodies.read(caller.tenant(), http, jobs::read);
    rates.submit(caller.tenant(), 1);
    SubmissionId id = intake.accept(caller.tenant(), job.request()).submission().id();
    SubmissionResult result =
        submissions
            .await(caller.tenant(), id, properties.maxWait())
            .flatMap(SubmissionStatus::result)
            .orElseThrow(() -> tooLate(caller, id));
    return ExecutionBody.of(job.runtime(), result);
  }

  /** Everything else. */
  @RequestMapping("/**")
  void other(HttpServletRequest http) {
    boolean api = http.getRequestURI().startsWith(PistonSecurity.PREFIX + "/api/v2");
    if (api && !isReading(http.getMethod())) {
      requireJson(http);
    }
    throw PistonRefused.of(HttpStatus.NOT_FOUND, "Not Found");
  }

  private static boolean isReading(String method) {
    return HttpMethod.GET.matches(method)
        || HttpMethod.HEAD.matches(method)
        || HttpMethod.OPTIONS.matches(method);
  }

  static void requireJson(HttpServletRequest http) {
    String type = http.getContentType();
    if (type == null || !type.startsWith("application/json")) {
      throw PistonRefused.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE, "requests must be of type application/json");
    }
  }

  /** Nobody can ask for the result later, so it is not to be made any more. */
  private PistonRefused tooLate(Caller caller, SubmissionId id) {
    intake.cancel(caller.tenant(), id);
    return PistonRefused.of(
        HttpStatus.SERVICE_UNAVAILABLE, "The job has waited too long for its turn");
  }
}
