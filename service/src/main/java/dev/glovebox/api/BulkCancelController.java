package dev.glovebox.api;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.BulkCancel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Cancels all of a tenant's submissions that a filter selects. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
class BulkCancelController {

  private static final int LONGEST_REASON = 500;

  private final BodyReader bodies;
  private final BulkCancel cancelling;
  private final BulkFilterReader filters;
  private final AuditLog audit;

  BulkCancelController(
      BodyReader bodies, BulkCancel cancelling, BulkFilterReader filters, AuditLog audit) {
    this.bodies = bodies;
    this.cancelling = cancelling;
    this.filters = filters;
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
    BulkCancel.Filter filter = filters.read(caller.tenant(), body);
    body.end();
    return new Asked(filter, reason);
  }

  private record Asked(BulkCancel.Filter filter, String reason) {}

  /**
   * @param ended that waited, and are at their end
   * @param ending that run, and end soon
   */
  record CancelledBody(int ended, int ending) {}
}
