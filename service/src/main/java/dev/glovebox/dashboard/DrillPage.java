package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.drill.Drill;
import dev.glovebox.drill.Drill.Outcome;
import dev.glovebox.drill.Drill.Result;
import dev.glovebox.drill.DrillReport;
import dev.glovebox.drill.Drills;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.IsolationTier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Security drills: what this installation does with hostile programs. */
@Controller
@RunsIn(Role.API)
class DrillPage {

  private static final String ALL = PATH + "/drills";
  private static final int LONGEST_SELECTION = 2000;
  private static final List<Result> CHOICES =
      List.of(Result.BROKEN, Result.NOT_RUN, Result.HELD, Result.WAITING, Result.NOT_PART);

  private final Drills drills;

  DrillPage(Drills drills) {
    this.drills = drills;
  }

  @GetMapping(ALL)
  String list(Model model) {
    model.addAttribute("drills", drills.newest());
    model.addAttribute("tiers", drills.tiers());
    model.addAttribute("curl", Curl.get("/api/v1/admin/drills"));
    return "dashboard/drills";
  }

  /** Begins a drill, or shows what it would do. */
  @PostMapping(ALL)
  String begin(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      Model model) {
    var asked = new Asked(parameters);
    IsolationTier tier =
        asked
            .value("tier", text -> IsolationTier.of(text).orElseThrow(() -> new Malformed("tier")))
            .orElseThrow(() -> new Malformed("tier"));
    Optional<String> attacks = asked.text("attacks", LONGEST_SELECTION);
    List<String> selection = attacks.map(DrillPage::words).orElse(List.of());
    try {
      if (asked.text("dry", 10).isEmpty()) {
        Drill begun = drills.begin(person.tenant(), tier, selection, person.name());
        return "redirect:" + ALL + "/" + begun.id();
      }
      model.addAttribute("plan", drills.plan(tier, selection));
    } catch (Drills.NoSuchAttack e) {
      model.addAttribute("refused", "There is neither an attack nor a family " + e.getMessage());
    } catch (Drills.CannotBegin e) {
      model.addAttribute("refused", "A drill can't be begun: " + e.getMessage());
    }
    model.addAttribute("tier", tier);
    model.addAttribute("attacks", attacks.orElse(""));
    return list(model);
  }

  @GetMapping(ALL + "/{id}")
  String show(
      @PathVariable UUID id, @RequestParam MultiValueMap<String, String> parameters, Model model) {
    Optional<Result> only = new Asked(parameters).value("result", DrillPage::result);
    Drill drill = drills.find(id).orElseThrow(NotThere::new);
    model.addAttribute("drill", drill);
    model.addAttribute("only", only);
    model.addAttribute("choices", CHOICES);
    model.addAttribute(
        "outcomes",
        drills.outcomes(
            id, only.<Set<Result>>map(EnumSet::of).orElse(EnumSet.allOf(Result.class))));
    model.addAttribute("curl", Curl.get("/api/v1/admin/drills/" + id));
    return "dashboard/drill";
  }

  /** All of it, to be kept. */
  @GetMapping(ALL + "/{id}/report.json")
  ResponseEntity<DrillReport> report(@PathVariable UUID id) {
    Drill drill = drills.find(id).orElseThrow(NotThere::new);
    List<Outcome> outcomes = drills.outcomes(id, EnumSet.allOf(Result.class));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("drill-" + id + ".json").build().toString())
        .body(DrillReport.of(drill, outcomes));
  }

  @PostMapping(ALL + "/{id}/cancel")
  String cancel(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    if (drills.find(id).isEmpty()) {
      throw new NotThere();
    }
    drills.cancel(id, person.name());
    return "redirect:" + ALL + "/" + id;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s,;]+", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toUpperCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  private static Result result(String code) {
    return Result.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
