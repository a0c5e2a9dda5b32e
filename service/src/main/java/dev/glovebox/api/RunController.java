package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.format.Planned;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.run.CancelMode;
import dev.glovebox.ci.run.RunState;
import dev.glovebox.ci.run.RunView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Runs of continuous integration over REST. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/runs", produces = MediaType.APPLICATION_JSON_VALUE)
class RunController {

  private static final int LONGEST_NAME = 255;
  private static final int USUAL_PAGE = 50;

  private final BodyReader bodies;
  private final RunReader reader;
  private final Runs runs;
  private final ApiProperties properties;

  RunController(BodyReader bodies, RunReader reader, Runs runs, ApiProperties properties) {
    this.bodies = bodies;
    this.reader = reader;
    this.runs = runs;
    this.properties = properties;
  }

  /** Plans and starts a run; with {@code dry_run=true} only plans. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    boolean dryRun = parameters.flag("dry_run").orElse(false);
    parameters.end();
    Optional<String> key = IdempotencyKeys.read(http, faults);
    RunRequest asked =
        bodies.read(
            caller.tenant(),
            http,
            body -> {
              RunRequest read =
                  reader.read(caller.tenant(), new Fields(body, "", faults), body.toString(), key);
              faults.check();
              return read;
            });
    if (dryRun) {
      if (asked.planned() instanceof Planned.Refused refused) {
        throw new PipelineRefused(refused);
      }
      return ResponseEntity.ok(PlanBody.of(asked.planned()));
    }
    Runs.Created created = runs.create(caller.tenant(), asked.run(plan(asked.planned())));
    var answer =
        ResponseEntity.status(created.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
            .location(URI.create("/api/v1/runs/" + created.run().id()));
    if (created.repeated()) {
      answer.header("Idempotency-Replayed", "true");
    }
    return answer.body(body(created.run()));
  }

  private static RunPlan plan(Planned planned) {
    return switch (planned) {
      case Planned.Created created -> created.plan();
      case Planned.NotCreated(Planned.NotCreated.Reason reason, _, _, _) ->
          throw RequestRefused.of(
              ProblemKind.NOTHING_TO_RUN,
              switch (reason) {
                case WORKFLOW_RULES -> "The rules of workflow do not let this run be.";
                case NO_JOBS -> "No job of the pipeline is for this run; dry_run=true tells why.";
              });
      case Planned.Refused refused -> throw new PipelineRefused(refused);
    };
  }

  @GetMapping
  RunPageBody list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    var filter =
        new Runs.Filter(
            parameters.value("project", "not-allowed", "a name", RunController::name),
            parameters.value("state", "not-allowed", "a state of a run", RunController::state),
            parameters.value("ref", "not-allowed", "a branch or tag", RunController::name),
            parameters.instant("since"));
    Optional<Runs.Cursor> cursor =
        parameters.value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text ->
                text.length() > 100
                    ? Optional.empty()
                    : Cursors.read(text).map(c -> new Runs.Cursor(c.createdAt(), c.id())));
    int size =
        parameters
            .integer("limit", 1, properties.maxPage())
            .orElse(Math.min(USUAL_PAGE, properties.maxPage()));
    parameters.end();
    faults.check();
    List<RunView> page = runs.list(caller.tenant(), filter, cursor, size + 1);
    return RunPageBody.of(page, size);
  }

  private static Optional<String> name(String text) {
    return text.length() > LONGEST_NAME ? Optional.empty() : Optional.of(text);
  }

  private static Optional<RunState> state(String text) {
    return Stream.of(RunState.values()).filter(state -> state.code().equals(text)).findAny();
  }

  @GetMapping("/{id}")
  RunBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return body(find(caller, id));
  }

  /** Answers when the run is at its end, or when waiting took too long. */
  @GetMapping("/{id}/wait")
  RunBody await(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws InterruptedException {
    Duration timeout = timeout(http, properties);
    RunView run = find(caller, id);
    return body(
        runs.await(caller.tenant(), run.id(), timeout).orElseThrow(RunController::notFound));
  }

  /** The query parameter {@code timeout}, at most and by default the longest wait. */
  static Duration timeout(HttpServletRequest http, ApiProperties properties) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Duration timeout =
        parameters.time("timeout", properties.maxWait()).orElse(properties.maxWait());
    parameters.end();
    faults.check();
    return timeout;
  }

  @GetMapping("/{id}/graph")
  GraphBody graph(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Runs.Config config =
        runs.config(caller.tenant(), find(caller, id).id()).orElseThrow(RunController::notFound);
    return GraphBody.of(config.plan().stages(), Runs.edges(config.plan()));
  }

  @PostMapping("/{id}/cancel")
  ResponseEntity<RunBody> cancel(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http) {
    CancelMode mode = mode(http);
    RunView run = find(caller, id);
    if (!runs.cancelRun(caller.tenant(), run.id(), "user", mode)) {
      throw RequestRefused.of(ProblemKind.ALREADY_DONE, "The run is at its end.");
    }
    return ResponseEntity.accepted().body(body(find(caller, id)));
  }

  /** The query parameter {@code mode}. */
  static CancelMode mode(HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    CancelMode mode =
        parameters
            .value(
                "mode",
                "not-allowed",
                "graceful or force",
                text ->
                    switch (text) {
                      case "graceful" -> Optional.of(CancelMode.GRACEFUL);
                      case "force" -> Optional.of(CancelMode.FORCE);
                      default -> Optional.empty();
                    })
            .orElse(CancelMode.GRACEFUL);
    parameters.end();
    faults.check();
    return mode;
  }

  /** Tries what failed or was canceled again. */
  @PostMapping("/{id}/retry")
  ResponseEntity<RunBody> retry(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    RunView run = find(caller, id);
    if (runs.retryFailed(caller.tenant(), run.id()) == 0) {
      throw RequestRefused.of(
          ProblemKind.NOT_READY, "There is no failed or canceled job in the run.");
    }
    return ResponseEntity.accepted().body(body(find(caller, id)));
  }

  private RunBody body(RunView run) {
    return RunBody.of(run, Optional.of(runs.jobs(run.id())));
  }

  private RunView find(Caller caller, String id) {
    UUID run = SubmissionController.Ids.read(id).value();
    return runs.find(caller.tenant(), run).orElseThrow(RunController::notFound);
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such run.");
  }

  /** A page of runs, without their jobs. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RunPageBody(List<RunBody> runs, Optional<String> next) {

    static RunPageBody of(List<RunView> page, int size) {
      List<RunView> shown = page.size() > size ? page.subList(0, size) : page;
      return new RunPageBody(
          shown.stream().map(run -> RunBody.of(run, Optional.empty())).toList(),
          page.size() > size
              ? Optional.of(Cursors.write(shown.getLast().createdAt(), shown.getLast().id()))
              : Optional.empty());
    }
  }

  /** How the jobs of a run hang together. */
  record GraphBody(List<String> stages, List<NodeBody> jobs) {

    static GraphBody of(List<String> stages, Map<String, List<String>> edges) {
      return new GraphBody(
          stages,
          edges.entrySet().stream()
              .map(edge -> new NodeBody(edge.getKey(), edge.getValue()))
              .toList());
    }
  }

  /**
   * @param waitsFor names of other jobs
   */
  record NodeBody(String name, List<String> waitsFor) {}
}
