package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pauses of the queue, of one tenant or of everything, over REST. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/queue", produces = MediaType.APPLICATION_JSON_VALUE)
class QueueController {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 63;

  private final BodyReader bodies;
  private final QueuePauses pauses;
  private final AuditLog audit;

  QueueController(BodyReader bodies, QueuePauses pauses, AuditLog audit) {
    this.bodies = bodies;
    this.pauses = pauses;
    this.audit = audit;
  }

  @GetMapping
  QueueBody read() {
    return QueueBody.of(pauses.all());
  }

  /** What waits is not begun any more until it is resumed; what runs goes on. */
  @PostMapping(path = "/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
  QueueBody pause(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Asked asked = read(caller, http, true);
    if (pauses.pause(id(asked), asked.reason(), "key " + caller.name())) {
      audit.write("key " + caller.name(), "paused the queue", asked.whose(), asked.reason());
    }
    return read();
  }

  @PostMapping(path = "/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
  QueueBody resume(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Asked asked = read(caller, http, false);
    if (!pauses.resume(id(asked))) {
      throw RequestRefused.of(ProblemKind.NOT_FOUND, "Nothing is paused there.");
    }
    audit.write("key " + caller.name(), "resumed the queue", asked.whose(), asked.reason());
    return read();
  }

  private Optional<UUID> id(Asked asked) {
    return asked
        .tenant()
        .map(name ->
            pauses
                .tenant(name)
                .orElseThrow(
                    () -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such tenant.")));
  }

  private Asked read(Caller caller, HttpServletRequest http, boolean needsReason)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies.read(
        caller.tenant(),
        http,
        json -> {
          var body = new Fields(json, "", faults);
          Optional<String> tenant = body.text("tenant", LONGEST_NAME);
          String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
          if (needsReason && reason.isEmpty()) {
            body.fault("reason", "required", "is needed.");
          }
          body.end();
          faults.check();
          return new Asked(tenant, reason);
        });
  }

  private record Asked(Optional<String> tenant, String reason) {
    String whose() {
      return tenant.map(name -> "tenant " + name).orElse("everything");
    }
  }

  /**
   * @param pauses that of everything first
   */
  record QueueBody(List<PauseBody> pauses) {
    static QueueBody of(List<QueuePauses.Pause> pauses) {
      return new QueueBody(pauses.stream().map(PauseBody::of).toList());
    }
  }

  /**
   * @param tenant name; left out = everything
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PauseBody(Optional<String> tenant, String reason, String by, Instant since) {
    static PauseBody of(QueuePauses.Pause pause) {
      return new PauseBody(pause.tenant(), pause.reason(), pause.by(), pause.since());
    }
  }
}
