package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.drill.Drill;
import dev.glovebox.drill.Drill.Result;
import dev.glovebox.drill.DrillReport;
import dev.glovebox.drill.Drills;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.IsolationTier;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Security drills over REST: begin, look, cancel. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
class DrillController {

  private static final int MOST_ATTACKS = 500;
  private static final int LONGEST_ID = 10;

  private final BodyReader bodies;
  private final Drills drills;

  DrillController(BodyReader bodies, Drills drills) {
    this.bodies = bodies;
    this.drills = drills;
  }

  /** Begins a drill, or with {@code dryRun} only says what it would do. */
  @PostMapping(path = "/drill", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> begin(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Asked asked = read(caller, http);
    if (asked.dryRun()) {
      return ResponseEntity.ok(
          new PlanBody(
              asked.tier().code(),
              possible(() ->
                  drills.plan(asked.tier(), asked.attacks()).stream()
                      .map(PlannedBody::of)
                      .toList())));
    }
    Drill begun =
        possible(() ->
            drills.begin(caller.tenant(), asked.tier(), asked.attacks(), "key " + caller.name()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/admin/drills/" + begun.id()))
        .body(DrillReport.of(begun));
  }

  /** The newest ones, without what came of each attack. */
  @GetMapping("/drills")
  ListBody list() {
    return new ListBody(drills.newest().stream().map(DrillReport::of).toList());
  }

  /** One with what came of each attack, or of those that came out in one way. */
  @GetMapping("/drills/{id}")
  DrillReport read(@PathVariable String id, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<Result> result =
        parameters.value(
            "result",
            "not-allowed",
            "waiting, held, broken, not-run or not-part",
            DrillController::result);
    parameters.end();
    faults.check();
    Drill drill = find(id);
    Set<Result> results = result.<Set<Result>>map(EnumSet::of).orElse(EnumSet.allOf(Result.class));
    return DrillReport.of(drill, drills.outcomes(drill.id(), results));
  }

  /** What runs of it is cancelled, what was to come is not run. */
  @PostMapping("/drills/{id}/cancel")
  DrillReport cancel(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Drill drill = find(id);
    if (!drills.cancel(drill.id(), "key " + caller.name())) {
      throw RequestRefused.of(ProblemKind.ALREADY_DONE, "The drill does not run any more.");
    }
    return DrillReport.of(find(id));
  }

  private Drill find(String id) {
    return drills
        .find(SubmissionController.Ids.read(id).value())
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such drill."));
  }

  private Asked read(Caller caller, HttpServletRequest http) throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies.read(
        caller.tenant(),
        http,
        json -> {
          var body = new Fields(json, "", faults);
          List<IsolationTier> tiers = drills.tiers();
          Optional<IsolationTier> tier =
              body.word("tier", tiers.stream().map(IsolationTier::code).toList())
                  .flatMap(IsolationTier::of);
          List<String> attacks = body.texts("attacks", MOST_ATTACKS, LONGEST_ID).orElse(List.of());
          boolean dryRun = body.flag("dryRun").orElse(false);
          body.end();
          faults.check();
          return new Asked(
              tier.or(() -> tiers.stream().findFirst()).orElse(IsolationTier.CONTAINER),
              attacks,
              dryRun);
        });
  }

  private static <T> T possible(Supplier<T> what) {
    try {
      return what.get();
    } catch (Drills.NoSuchAttack e) {
      var faults = new Faults();
      faults.add(
          "attacks",
          "not-allowed",
          "attacks holds %s, which is neither the id of an attack nor a family."
              .formatted(Shown.quoted(String.valueOf(e.getMessage()))));
      faults.check();
      throw e;
    } catch (Drills.CannotBegin e) {
      throw RequestRefused.of(
          ProblemKind.NOT_READY, "A drill can't be begun: %s.".formatted(e.getMessage()));
    }
  }

  private static Optional<Result> result(String code) {
    return Arrays.stream(Result.values())
        .filter(one -> ResultBody.code(one).equals(code))
        .findFirst();
  }

  private record Asked(IsolationTier tier, List<String> attacks, boolean dryRun) {}

  record ListBody(List<DrillReport> drills) {}

  record PlanBody(String tier, List<PlannedBody> attacks) {}

  /**
   * @param part whether a drill makes it
   * @param hindrance why it is not or can't be made now
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PlannedBody(
      String attack,
      String title,
      String why,
      String expected,
      boolean part,
      Optional<String> hindrance) {
    static PlannedBody of(Drill.Planned planned) {
      return new PlannedBody(
          planned.attack(),
          planned.title(),
          planned.why(),
          planned.expected(),
          planned.part(),
          Optional.of(planned.hindrance()).filter(text -> !text.isEmpty()));
    }
  }
}
