package dev.glovebox.api;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.submission.Priority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Cancels or moves all of a tenant's submissions that a filter selects, in one statement each: it
 * is done with the answer. {@link OperationController} does the same and more in the background.
 */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/submissions", produces = MediaType.APPLICATION_JSON_VALUE)
class BulkController {

  private final BodyReader bodies;
  private final BulkFilterReader filters;
  private final BulkCancel cancelling;
  private final BulkPriority moving;
  private final AuditLog audit;

  BulkController(
      BodyReader bodies,
      BulkFilterReader filters,
      BulkCancel cancelling,
      BulkPriority moving,
      AuditLog audit) {
    this.bodies = bodies;
    this.filters = filters;
    this.cancelling = cancelling;
    this.moving = moving;
    this.audit = audit;
  }

  /** What waits is at its end with the answer, and never begins; what runs ends soon. */
  @PostMapping(path = "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
  CancelledBody cancel(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return read(
        caller,
        http,
        body -> {
          String reason = BulkFilterReader.reason(body, true);
          BulkCancel.Filter filter = filters.read(caller.tenant(), body);
          return () -> {
            BulkCancel.Cancelled done = cancelling.cancel(filter, reason);
            audit.write(
                "key " + caller.name(),
                "cancelled submissions",
                "%d that waited, %d that ran".formatted(done.ended(), done.ending()),
                reason);
            return new CancelledBody(done.ended(), done.ending());
          };
        });
  }

  /** What runs already stays as it is. */
  @PostMapping(path = "/priority", consumes = MediaType.APPLICATION_JSON_VALUE)
  MovedBody move(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return read(
        caller,
        http,
        body -> {
          Priority to = BulkFilterReader.priority(body);
          String reason = BulkFilterReader.reason(body, false);
          BulkCancel.Filter filter = filters.read(caller.tenant(), body);
          return () -> {
            int moved = moving.move(filter, to);
            audit.write(
                "key " + caller.name(),
                "changed the priority of submissions",
                "%d to %s".formatted(moved, ResultBody.code(to)),
                reason);
            return new MovedBody(moved);
          };
        });
  }

  /** Reads all of a request before anything of it is done. */
  private <T> T read(Caller caller, HttpServletRequest http, Reading<T> reading)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies
        .read(
            caller.tenant(),
            http,
            json -> {
              var body = new Fields(json, "", faults);
              Asked<T> asked = reading.of(body);
              body.end();
              faults.check();
              return asked;
            })
        .answer();
  }

  @FunctionalInterface
  private interface Reading<T> {
    Asked<T> of(Fields body);
  }

  /** What is to be done. */
  @FunctionalInterface
  private interface Asked<T> {
    T answer();
  }

  /**
   * @param ended that waited, and are at their end
   * @param ending that run, and end soon
   */
  record CancelledBody(int ended, int ending) {}

  /**
   * @param moved that waited, and are in that band now
   */
  record MovedBody(int moved) {}
}
