package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is wrong with a pipeline file, and what it would run. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/lint", produces = MediaType.APPLICATION_JSON_VALUE)
class LintController {

  private final BodyReader bodies;
  private final RunReader reader;

  LintController(BodyReader bodies, RunReader reader) {
    this.bodies = bodies;
    this.reader = reader;
  }

  /** Answers for what a run would be refused for, too: the errors are the answer. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  PlanBody lint(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    parameters.end();
    return bodies.read(
        caller.tenant(),
        http,
        body -> {
          RunRequest read =
              reader.read(caller.tenant(), new Fields(body, "", faults), "", Optional.empty());
          faults.check();
          return PlanBody.of(read.planned());
        });
  }
}
