package dev.glovebox.api;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.BulkCancel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Cancels all of a tenant's submissions that a filter selects. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
class BulkCancelController {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_WORD = 100;

  private final BodyReader bodies;
  private final BulkCancel cancelling;
  private final Languages languages;
  private final AuditLog audit;

  BulkCancelController(
      BodyReader bodies, BulkCancel cancelling, Languages languages, AuditLog audit) {
    this.bodies = bodies;
    this.cancelling = cancelling;
    this.languages = languages;
    this.audit = audit;
  }

  /** What waits is at its end with the answer, and never begins; what runs ends soon. */
  @PostMapping(
      path = "/api/v1/submissions/cancel",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  CancelledBody cancel(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    Asked asked =
        bodies.read(
            caller.tenant(),
            http,
            json -> {
              Asked read = read(caller, new Fields(json, "", faults));
              faults.check();
              return read;
            });
    BulkCancel.Cancelled done = cancelling.cancel(asked.filter(), asked.reason());
    audit.write(
        "key " + caller.name(),
        "cancelled submissions",
        "%d that waited, %d that ran".formatted(done.ended(), done.ending()),
        asked.reason());
    return new CancelledBody(done.ended(), done.ending());
  }

  private Asked read(Caller caller, Fields body) {
    String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
    if (reason.isEmpty()) {
      body.fault("reason", "required", "is needed.");
    }
    Optional<String> state = body.word("state", List.of("queued", "running"));
    Optional<String> language =
        body.text("language", LONGEST_WORD)
            .map(name -> {
              Optional<String> id = languages.find(name).map(Language::id);
              if (id.isEmpty()) {
                body.fault(
                    "language", "not-allowed", "must be a language of GET /api/v1/languages.");
              }
              return id.orElse("");
            });
    var filter =
        new BulkCancel.Filter(
            Optional.of(caller.tenant()),
            state.map(text -> text.equals("running")),
            language,
            body.text("problem", LONGEST_WORD),
            instant(body, "from"),
            instant(body, "to"));
    body.end();
    return new Asked(filter, reason);
  }

  private static Optional<Instant> instant(Fields body, String name) {
    return body.text(name, LONGEST_WORD)
        .flatMap(text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Parameters::inRange);
          } catch (DateTimeException e) {
            body.fault(name, "wrong-type", "must be a time such as 2026-01-31T12:00:00Z.");
            return Optional.empty();
          }
        });
  }

  private record Asked(BulkCancel.Filter filter, String reason) {}

  /**
   * @param ended that waited, and are at their end
   * @param ending that run, and end soon
   */
  record CancelledBody(int ended, int ending) {}
}
