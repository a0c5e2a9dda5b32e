package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.SubmissionId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rejudgings over REST: begin, preview, apply, discard. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class RejudgingController {

  private final BodyReader bodies;
  private final RejudgingReader reader;
  private final Rejudgings rejudgings;

  RejudgingController(BodyReader bodies, RejudgingReader reader, Rejudgings rejudgings) {
    this.bodies = bodies;
    this.reader = reader;
    this.rejudgings = rejudgings;
  }

  /** What is selected at this moment is judged again, in the background. */
  @PostMapping(path = "/rejudgings", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<RejudgingBody> begin(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http) throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    Asked asked =
        bodies.read(
            caller.tenant(),
            http,
            body -> {
              RejudgingRequest read = reader.read(new Fields(body, "", faults));
              faults.check();
              return new Asked(read, body.toString());
            });
    Rejudging begun = rejudgings.begin(caller.tenant(), asked.request(), asked.json());
    return ResponseEntity.created(URI.create("/api/v1/rejudgings/" + begun.id()))
        .body(RejudgingBody.of(begun));
  }

  /** The newest ones, without their changes. */
  @GetMapping("/rejudgings")
  ListBody list(@AuthenticationPrincipal Caller caller) {
    return new ListBody(
        rejudgings.newest(caller.tenant()).stream().map(RejudgingBody::of).toList());
  }

  /** One with the matrix of its changes. */
  @GetMapping("/rejudgings/{id}")
  RejudgingBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Rejudging found = find(caller, id);
    return RejudgingBody.of(found, rejudgings.preview(found));
  }

  @PostMapping("/rejudgings/{id}/apply")
  RejudgingBody apply(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Rejudging found = find(caller, id);
    try {
      if (!rejudgings.apply(caller.tenant(), found.id())) {
        throw ended();
      }
    } catch (Rejudgings.NotReady e) {
      throw RequestRefused.of(
          ProblemKind.NOT_READY,
          "%d of %d judgings are still to come."
              .formatted(found.total() - found.judged(), found.total()));
    }
    return read(caller, id);
  }

  @PostMapping("/rejudgings/{id}/discard")
  RejudgingBody discard(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    if (!rejudgings.discard(caller.tenant(), find(caller, id).id())) {
      throw ended();
    }
    return read(caller, id);
  }

  /** Every judging of a submission, the present one first. */
  @GetMapping("/submissions/{id}/judgings")
  JudgingsBody judgings(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    SubmissionId submission = SubmissionController.Ids.read(id);
    List<RejudgingBody.JudgingBody> judgings =
        rejudgings.judgings(caller.tenant(), submission).stream()
            .map(RejudgingBody.JudgingBody::of)
            .toList();
    if (judgings.isEmpty()) {
      throw RequestRefused.of(
          ProblemKind.NOT_FOUND, "There is no such submission, or it has not been judged yet.");
    }
    return new JudgingsBody(judgings);
  }

  private Rejudging find(Caller caller, String id) {
    UUID rejudging = SubmissionController.Ids.read(id).value();
    return rejudgings
        .find(caller.tenant(), rejudging)
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such rejudging."));
  }

  private static RequestRefused ended() {
    return RequestRefused.of(
        ProblemKind.ALREADY_DONE, "The rejudging was applied or discarded before.");
  }

  private record Asked(RejudgingRequest request, String json) {}

  record ListBody(List<RejudgingBody> rejudgings) {}

  record JudgingsBody(List<RejudgingBody.JudgingBody> judgings) {}
}
