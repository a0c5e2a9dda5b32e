package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.selftest.SelfTest;
import dev.glovebox.selftest.SelfTests;
import dev.glovebox.worker.WorkerOrders;
import dev.glovebox.worker.WorkerOrders.Kind;
import dev.glovebox.worker.Workers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The workers over REST. Names are in bodies: they may hold whatever a path may not, such as the
 * slashes of a directory.
 */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
class WorkerController {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 500;

  private final BodyReader bodies;
  private final Workers workers;
  private final WorkerOrders orders;
  private final SelfTests tests;
  private final AuditLog audit;
  private final TransactionOperations transaction;

  WorkerController(
      BodyReader bodies,
      Workers workers,
      WorkerOrders orders,
      SelfTests tests,
      AuditLog audit,
      TransactionOperations transaction) {
    this.bodies = bodies;
    this.workers = workers;
    this.orders = orders;
    this.tests = tests;
    this.audit = audit;
    this.transaction = transaction;
  }

  @GetMapping("/workers")
  WorkersBody list() {
    return new WorkersBody(workers.all().stream().map(WorkerBody::of).toList());
  }

  /** It takes no new work from its next heartbeat on; what runs goes on. */
  @PostMapping(path = "/workers/drain", consumes = MediaType.APPLICATION_JSON_VALUE)
  WorkerBody drain(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return give(Kind.DRAIN, "drained a worker", caller, http);
  }

  @PostMapping(path = "/workers/work", consumes = MediaType.APPLICATION_JSON_VALUE)
  WorkerBody work(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return takeBack(Kind.DRAIN, "let a worker work again", read(caller, http, false), caller);
  }

  /** The same as draining, for one that is not to be trusted. */
  @PostMapping(path = "/workers/disable", consumes = MediaType.APPLICATION_JSON_VALUE)
  WorkerBody disable(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return give(Kind.DISABLE, "disabled a worker", caller, http);
  }

  @PostMapping(path = "/workers/enable", consumes = MediaType.APPLICATION_JSON_VALUE)
  WorkerBody enable(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    return takeBack(Kind.DISABLE, "enabled a worker", read(caller, http, true), caller);
  }

  /** The worker begins within seconds; whoever asked looks at what came. */
  @PostMapping(path = "/workers/self-test", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<SelfTestBody> selfTest(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http) throws IOException {
    Asked asked = read(caller, http, false);
    try {
      SelfTest test = tests.ask(asked.worker(), "key " + caller.name());
      return ResponseEntity.accepted()
          .location(URI.create("/api/v1/admin/self-tests/" + test.id()))
          .body(SelfTestBody.of(test));
    } catch (SelfTests.AlreadyAsked e) {
      throw RequestRefused.of(
          ProblemKind.NOT_READY, "A self-test of this worker is under way; wait for its end.");
    }
  }

  /** The newest of a worker, or the last one of each, without what came of each check. */
  @GetMapping("/self-tests")
  SelfTestsBody selfTests(HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<String> worker =
        parameters.value(
            "worker",
            "too-long",
            "the name of a worker, at most 500 characters without U+0000",
            text -> Optional.of(text).filter(name -> name.length() <= LONGEST_NAME));
    parameters.end();
    faults.check();
    return new SelfTestsBody(
        worker.map(tests::newest).orElseGet(tests::latest).stream().map(SelfTestBody::of).toList());
  }

  @GetMapping("/self-tests/{id}")
  SelfTestBody selfTest(@PathVariable String id) {
    return tests
        .find(SubmissionController.Ids.read(id).value())
        .map(SelfTestBody::withChecks)
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such self-test."));
  }

  /** The order and its entry in the audit log, or neither; the body is read before. */
  private WorkerBody give(Kind kind, String action, Caller caller, HttpServletRequest http)
      throws IOException {
    Asked asked = read(caller, http, true);
    String by = "key " + caller.name();
    transaction.executeWithoutResult(_ -> {
      orders.give(kind, asked.worker(), asked.reason(), by);
      audit.write(by, action, asked.worker(), asked.reason());
    });
    return find(asked.worker());
  }

  private WorkerBody takeBack(Kind kind, String action, Asked asked, Caller caller) {
    transaction.executeWithoutResult(_ -> {
      if (!orders.takeBack(kind, asked.worker())) {
        throw RequestRefused.of(ProblemKind.NOT_FOUND, "No such order holds for this worker.");
      }
      audit.write("key " + caller.name(), action, asked.worker(), asked.reason());
    });
    return find(asked.worker());
  }

  private Asked read(Caller caller, HttpServletRequest http, boolean needsReason)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    Asked asked =
        bodies.read(
            caller.tenant(),
            http,
            json -> {
              var body = new Fields(json, "", faults);
              String worker = body.text("worker", LONGEST_NAME).orElse("");
              if (!body.has("worker")) {
                body.fault("worker", "required", "is needed.");
              }
              String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
              if (needsReason && reason.isEmpty()) {
                body.fault("reason", "required", "is needed.");
              }
              body.end();
              faults.check();
              return new Asked(worker, reason);
            });
    find(asked.worker());
    return asked;
  }

  private WorkerBody find(String name) {
    return workers
        .find(name)
        .map(WorkerBody::of)
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such worker."));
  }

  private record Asked(String worker, String reason) {}

  record WorkersBody(List<WorkerBody> workers) {}

  /**
   * @param orders that hold; while there is one it takes no new work
   * @param outage why its engine gives no sandboxes; it takes no new work until it does
   */
  record WorkerBody(
      String name,
      String state,
      int slots,
      int running,
      String version,
      Instant startedAt,
      Instant heartbeatAt,
      List<OrderBody> orders,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<OutageBody> outage) {
    static WorkerBody of(Workers.Line worker) {
      return new WorkerBody(
          worker.name(),
          ResultBody.code(worker.state()),
          worker.slots(),
          worker.running(),
          worker.version(),
          worker.startedAt(),
          worker.heartbeatAt(),
          worker.orders().stream().map(OrderBody::of).toList(),
          worker.outage().map(outage -> new OutageBody(outage.reason(), outage.since())));
    }
  }

  record OutageBody(String reason, Instant since) {}

  record OrderBody(String kind, String reason, String by, Instant at) {
    static OrderBody of(WorkerOrders.Order order) {
      return new OrderBody(ResultBody.code(order.kind()), order.reason(), order.by(), order.at());
    }
  }

  record SelfTestsBody(List<SelfTestBody> selfTests) {}

  /**
   * @param checks left out in lists
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SelfTestBody(
      UUID id,
      String worker,
      String state,
      String askedBy,
      Optional<String> sandbox,
      Optional<String> message,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<List<CheckBody>> checks) {

    static SelfTestBody of(SelfTest test) {
      return of(test, Optional.empty());
    }

    static SelfTestBody withChecks(SelfTest test) {
      return of(test, Optional.of(test.checks().stream().map(CheckBody::of).toList()));
    }

    private static SelfTestBody of(SelfTest test, Optional<List<CheckBody>> checks) {
      return new SelfTestBody(
          test.id(),
          test.worker(),
          ResultBody.code(test.state()),
          test.askedBy(),
          Optional.of(test.sandbox()).filter(text -> !text.isEmpty()),
          Optional.of(test.message()).filter(text -> !text.isEmpty()),
          test.createdAt(),
          test.startedAt(),
          test.finishedAt(),
          checks);
    }
  }

  /**
   * @param took seconds
   */
  record CheckBody(
      String name,
      String title,
      String expected,
      String result,
      String got,
      List<String> complaints,
      BigDecimal took,
      Instant at) {
    static CheckBody of(SelfTest.Outcome outcome) {
      return new CheckBody(
          outcome.name(),
          outcome.title(),
          outcome.expected(),
          ResultBody.code(outcome.result()),
          outcome.got(),
          outcome.complaints(),
          Seconds.of(outcome.took()),
          outcome.endedAt());
    }
  }
}
