package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.ci.run.CancelMode;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.RunState;
import dev.glovebox.ci.run.RunView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Runs of CI jobs: the list, and one with its jobs. */
@Controller
@RunsIn(Role.API)
class RunPage {

  private static final String ONE = PATH + "/runs/{id}";
  private static final int LONGEST_REASON = 500;

  private final RunLists lists;
  private final Runs runs;
  private final SubmissionLists submissions;
  private final AuditLog audit;
  private final Shown shown = new Shown();
  private final SavedViews views;

  RunPage(
      RunLists lists, Runs runs, SubmissionLists submissions, AuditLog audit, SavedViews views) {
    this.views = views;
    this.lists = lists;
    this.runs = runs;
    this.submissions = submissions;
    this.audit = audit;
  }

  /** Every list has one address: empty fields of the form are not in it. */
  @GetMapping(PATH + "/runs")
  String list(
      @AuthenticationPrincipal Person person,
      @RequestParam MultiValueMap<String, String> parameters,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    RunQuery query = RunQuery.of(parameters);
    if (new Asked(parameters).untidy() && request.getHeader("HX-Request") == null) {
      return "redirect:" + query.url();
    }
    response.setHeader("HX-Push-Url", query.url());
    RunLists.Page page = lists.page(query, person.onlyTenant());
    model.addAttribute("query", query);
    model.addAttribute("views", views.of(person, Optional.of(SavedViews.Listing.RUNS)));
    model.addAttribute("page", page);
    boolean failed = query.state().orElse(RunState.FAILED) == RunState.FAILED;
    model.addAttribute(
        "actions", failed ? List.of(OperationPage.Action.RETRY) : List.<OperationPage.Action>of());
    model.addAttribute("fields", query.fields());
    model.addAttribute("states", RunState.values());
    model.addAttribute("curl", Curl.get(query.api()));
    model.addAttribute(
        "tenants", person.onlyTenant().isPresent() ? List.of() : submissions.tenants());
    page.next().ifPresent(mark -> model.addAttribute("next", query.after(mark).url()));
    return "dashboard/runs";
  }

  @GetMapping(ONE)
  String show(@PathVariable UUID id, @AuthenticationPrincipal Person person, Model model) {
    UUID tenant = owner(id, person);
    RunView run = runs.find(tenant, id).orElseThrow(NotThere::new);
    Runs.Config config = runs.config(tenant, id).orElseThrow(NotThere::new);
    List<JobView> jobs = runs.jobs(id);
    model.addAttribute("run", run);
    model.addAttribute("curl", Curl.get("/api/v1/runs/" + id));
    model.addAttribute("jobs", jobs);
    model.addAttribute("needs", RunGraph.needs(config.plan()));
    model.addAttribute("graph", RunGraph.of(config.plan(), jobs, shown));
    model.addAttribute("config", Legible.of(config.text()));
    return "dashboard/run";
  }

  @PostMapping(ONE + "/cancel")
  String cancel(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "GRACEFUL") CancelMode mode,
      @AuthenticationPrincipal Person person) {
    String why = reason.strip();
    if (why.isEmpty() || why.length() > LONGEST_REASON || why.indexOf('\0') >= 0) {
      throw new Malformed("reason");
    }
    UUID tenant = owner(id, person);
    if (runs.cancelRun(tenant, id, "user", mode)) {
      audit.write(person.name(), "cancelled a run", id.toString(), why);
    }
    return "redirect:" + PATH + "/runs/" + id;
  }

  @PostMapping(ONE + "/retry")
  String retry(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    UUID tenant = owner(id, person);
    if (runs.retryFailed(tenant, id) > 0) {
      audit.write(person.name(), "retried the failed jobs of a run", id.toString(), "");
    }
    return "redirect:" + PATH + "/runs/" + id;
  }

  private UUID owner(UUID run, Person person) {
    return lists.tenantOfRun(run, person.onlyTenant()).orElseThrow(NotThere::new);
  }
}
