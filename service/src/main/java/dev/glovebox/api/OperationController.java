package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.operation.Operation;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operations;
import dev.glovebox.operation.Selection;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operations over a filter, of one tenant or of all: begin, look, stop. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/operations", produces = MediaType.APPLICATION_JSON_VALUE)
class OperationController {

  private static final int LONGEST_NAME = 255;

  private final BodyReader bodies;
  private final BulkFilterReader filters;
  private final Operations operations;
  private final QueuePauses tenants;

  OperationController(
      BodyReader bodies, BulkFilterReader filters, Operations operations, QueuePauses tenants) {
    this.bodies = bodies;
    this.filters = filters;
    this.operations = operations;
    this.tenants = tenants;
  }

  /** Begins one, or with {@code dryRun} only says how much it would be about. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> begin(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Asked asked = read(caller, http);
    Operations.Request request = asked.request();
    if (asked.dryRun()) {
      return ResponseEntity.ok(
          new CountBody(operations.count(request.kind(), request.selection())));
    }
    Operation begun = operations.begin(request, "key " + caller.name());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + begun.id()))
        .body(OperationBody.of(begun));
  }

  @GetMapping
  OperationsBody list() {
    return new OperationsBody(operations.newest().stream().map(OperationBody::of).toList());
  }

  @GetMapping("/{id}")
  OperationBody read(@PathVariable String id) {
    Operation operation = find(id);
    return OperationBody.of(operation, operations.remainders(operation.id()));
  }

  /** It ends after the step that is under way. */
  @PostMapping("/{id}/stop")
  OperationBody stop(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Operation operation = find(id);
    if (!operations.stop(operation.id(), "key " + caller.name())) {
      throw RequestRefused.of(
          ProblemKind.ALREADY_DONE, "It does not run any more, or somebody has stopped it.");
    }
    return OperationBody.of(find(id));
  }

  private Operation find(String id) {
    return operations
        .find(SubmissionController.Ids.read(id).value())
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such operation."));
  }

  private Asked read(Caller caller, HttpServletRequest http) throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies.read(
        caller.tenant(),
        http,
        json -> {
          var body = new Fields(json, "", faults);
          Optional<Kind> kind =
              body.word("kind", Stream.of(Kind.values()).map(ResultBody::code).toList())
                  .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)));
          if (!body.has("kind")) {
            body.fault("kind", "required", "is needed.");
          }
          boolean dryRun = body.flag("dryRun").orElse(false);
          String reason = BulkFilterReader.reason(body, !dryRun);
          Optional<Priority> priority =
              kind.filter(one -> one == Kind.PRIORITY).map(_ -> BulkFilterReader.priority(body));
          Selection selection =
              kind.filter(one -> one == Kind.RETRY).isPresent() ? jobs(body) : submissions(body);
          body.end();
          faults.check();
          return new Asked(
              new Operations.Request(kind.orElseThrow(), selection, priority, reason), dryRun);
        });
  }

  private Selection submissions(Fields body) {
    return Selection.submissions(
        tenant(body),
        body.word("state", Stream.of(SubmissionView.State.values()).map(ResultBody::code).toList())
            .map(word -> SubmissionView.State.valueOf(word.toUpperCase(Locale.ROOT))),
        body.word("verdict", Stream.of(Verdict.values()).map(Verdict::code).toList())
            .flatMap(code ->
                Stream.of(Verdict.values()).filter(one -> one.code().equals(code)).findAny()),
        filters.language(body),
        body.text("problem", BulkFilterReader.LONGEST_WORD),
        BulkFilterReader.instant(body, "from"),
        BulkFilterReader.instant(body, "to"));
  }

  private Selection jobs(Fields body) {
    return Selection.jobs(
        tenant(body),
        body.text("project", LONGEST_NAME),
        body.text("ref", LONGEST_NAME),
        BulkFilterReader.instant(body, "from"),
        BulkFilterReader.instant(body, "to"));
  }

  private Optional<Selection.Whose> tenant(Fields body) {
    return body.text("tenant", BulkFilterReader.LONGEST_WORD)
        .flatMap(name -> {
          Optional<UUID> id = tenants.tenant(name);
          if (id.isEmpty()) {
            body.fault("tenant", "not-allowed", "must be the name of a tenant.");
          }
          return id.map(known -> new Selection.Whose(known, name));
        });
  }

  private record Asked(Operations.Request request, boolean dryRun) {}

  /**
   * @param count with how many it would be done at this moment
   */
  record CountBody(long count) {}

  record OperationsBody(List<OperationBody> operations) {}

  /**
   * @param stopBy who has stopped it; while it runs: it ends after the step that is under way
   * @param remainders some of those with which it was not done; left out in lists
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record OperationBody(
      UUID id,
      String kind,
      String selection,
      Optional<String> priority,
      String reason,
      String begunBy,
      String state,
      Optional<String> message,
      long total,
      long done,
      long failed,
      long leftOut,
      Optional<String> stopBy,
      Instant createdAt,
      Optional<Instant> finishedAt,
      Optional<List<RemainderBody>> remainders) {

    static OperationBody of(Operation operation) {
      return of(operation, Optional.empty());
    }

    static OperationBody of(Operation operation, List<Operation.Remainder> remainders) {
      return of(operation, Optional.of(remainders.stream().map(RemainderBody::of).toList()));
    }

    private static OperationBody of(Operation operation, Optional<List<RemainderBody>> remainders) {
      return new OperationBody(
          operation.id(),
          ResultBody.code(operation.kind()),
          operation.selection(),
          operation.priority().map(ResultBody::code),
          operation.reason(),
          operation.begunBy(),
          ResultBody.code(operation.state()),
          Optional.of(operation.message()).filter(text -> !text.isEmpty()),
          operation.total(),
          operation.done(),
          operation.failed(),
          operation.leftOut(),
          operation.stopBy(),
          operation.createdAt(),
          operation.finishedAt(),
          remainders);
    }
  }

  /**
   * @param subject a submission, or a CI job
   * @param result {@code failed} or {@code left-out}
   */
  record RemainderBody(UUID subject, String result, String note) {
    static RemainderBody of(Operation.Remainder remainder) {
      return new RemainderBody(
          remainder.subject(), remainder.failed() ? "failed" : "left-out", remainder.note());
    }
  }
}
