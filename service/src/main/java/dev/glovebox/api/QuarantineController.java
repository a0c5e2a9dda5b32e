package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.Quarantine;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Puts versions of problems back into use that were taken out because of a broken checker. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
class QuarantineController {

  private final Quarantine quarantine;

  QuarantineController(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /** Answers 204 when the version was out of use, 404 when it was not. */
  @PostMapping("/api/v1/problems/{problem}/versions/{version}/release")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void release(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String problem,
      @PathVariable String version) {
    if (!quarantine.release(caller.tenant(), problem, version)) {
      throw RequestRefused.of(
          ProblemKind.NOT_FOUND, "There is no such version, or it is not in quarantine.");
    }
  }
}
