package dev.glovebox.api;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.submission.Priority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Moves all of a tenant's waiting submissions that a filter selects to another priority band. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
class BulkPriorityController {

  private static final int LONGEST_REASON = 500;

  private final BodyReader bodies;
  private final BulkFilterReader filters;
  private final BulkPriority moving;
  private final AuditLog audit;

  BulkPriorityController(
      BodyReader bodies, BulkFilterReader filters, BulkPriority moving, AuditLog audit) {
    this.bodies = bodies;
    this.filters = filters;
    this.moving = moving;
    this.audit = audit;
  }

  /** What runs already stays as it is. */
  @PostMapping(
      path = "/api/v1/submissions/priority",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  MovedBody move(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
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
    int moved = moving.move(asked.filter(), asked.to());
    audit.write(
        "key " + caller.name(),
        "changed the priority of submissions",
        "%d to %s".formatted(moved, ResultBody.code(asked.to())),
        asked.reason());
    return new MovedBody(moved);
  }

  private Asked read(Caller caller, Fields body) {
    Optional<Priority> to =
        body.word("priority", Stream.of(Priority.values()).map(ResultBody::code).toList())
            .map(word -> Priority.valueOf(word.toUpperCase(Locale.ROOT)));
    if (!body.has("priority")) {
      body.fault("priority", "required", "is needed.");
    }
    String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
    BulkCancel.Filter filter = filters.read(caller.tenant(), body);
    body.end();
    return new Asked(filter, to.orElse(Priority.NORMAL), reason);
  }

  private record Asked(BulkCancel.Filter filter, Priority to, String reason) {}

  /**
   * @param moved that waited, and are in that band now
   */
  record MovedBody(int moved) {}
}
