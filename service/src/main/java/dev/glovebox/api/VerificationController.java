package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import dev.glovebox.verification.VerificationStatus;
import dev.glovebox.verification.Verifications;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
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

/** Verification of problems over REST. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/problems/{problem}", produces = MediaType.APPLICATION_JSON_VALUE)
class VerificationController {

  private final Verifications verifications;
  private final Problems problems;

  VerificationController(Verifications verifications, Problems problems) {
    this.verifications = verifications;
    this.problems = problems;
  }

  /** Begins to verify the newest version, or the one that is named. */
  @PostMapping("/verify")
  ResponseEntity<VerificationBody> begin(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String problem,
      HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<String> version =
        parameters.value(
            "version",
            "not-allowed",
            "64 lower-case hexadecimal digits",
            text -> text.matches("[0-9a-f]{64}") ? Optional.of(text) : Optional.empty());
    boolean derives =
        parameters
            .value(
                "deriveLimits",
                "not-allowed",
                "true or false",
                text ->
                    switch (text) {
                      case "true" -> Optional.of(true);
                      case "false" -> Optional.of(false);
                      default -> Optional.empty();
                    })
            .orElse(false);
    parameters.end();
    faults.check();
    ProblemVersion found =
        problems.find(caller.tenant(), problem, version).orElseThrow(VerificationController::none);
    VerificationStatus begun = verifications.begin(caller.tenant(), found, derives);
    return ResponseEntity.accepted()
        .location(
            URI.create(
                "/api/v1/problems/%s/verifications/%s".formatted(found.problem(), begun.id())))
        .body(VerificationBody.of(begun));
  }

  /** The newest ones. */
  @GetMapping("/verifications")
  ListBody list(@AuthenticationPrincipal Caller caller, @PathVariable String problem) {
    return new ListBody(
        verifications.newest(caller.tenant(), problem).stream().map(VerificationBody::of).toList());
  }

  @GetMapping("/verifications/{id}")
  VerificationBody read(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String problem,
      @PathVariable String id) {
    UUID verification = SubmissionController.Ids.read(id).value();
    return verifications
        .find(caller.tenant(), problem, verification)
        .map(VerificationBody::of)
        .orElseThrow(VerificationController::none);
  }

  /** Ends it; again and again, with the same answer. */
  @PostMapping("/verifications/{id}/cancel")
  VerificationBody cancel(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String problem,
      @PathVariable String id) {
    return verifications
        .cancel(caller.tenant(), problem, SubmissionController.Ids.read(id).value())
        .map(VerificationBody::of)
        .orElseThrow(VerificationController::none);
  }

  private static RequestRefused none() {
    return RequestRefused.of(
        ProblemKind.NOT_FOUND, "There is no such problem, version or verification.");
  }

  record ListBody(List<VerificationBody> verifications) {}
}
