package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.Problems;
import dev.glovebox.submission.Quarantine;
import dev.glovebox.verification.VerificationStatus;
import dev.glovebox.verification.Verifications;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Problems: which there are, what is in a version, and what its verifications found. */
@Controller
@RunsIn(Role.API)
class ProblemPage {

  private static final String ONE = PATH + "/problems/{tenant}/{problem}";
  private static final String VERSION = "[0-9a-f]{64}";
  private static final int LONGEST_REASON = 500;

  private final ProblemLists lists;
  private final ProblemStore problems;
  private final Problems judged;
  private final Verifications verifications;
  private final Quarantine quarantine;
  private final SubmissionLists submissions;
  private final AuditLog audit;
  private final SavedViews views;

  ProblemPage(
      ProblemLists lists,
      ProblemStore problems,
      Problems judged,
      Verifications verifications,
      Quarantine quarantine,
      SubmissionLists submissions,
      AuditLog audit,
      SavedViews views) {
    this.views = views;
    this.lists = lists;
    this.problems = problems;
    this.judged = judged;
    this.verifications = verifications;
    this.quarantine = quarantine;
    this.submissions = submissions;
    this.audit = audit;
  }

  /** Every list has one address: empty fields of the form are not in it. */
  @GetMapping(PATH + "/problems")
  String list(
      @AuthenticationPrincipal Person person,
      @RequestParam MultiValueMap<String, String> parameters,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    ProblemQuery query = ProblemQuery.of(parameters);
    if (new Asked(parameters).untidy() && request.getHeader("HX-Request") == null) {
      return "redirect:" + query.url();
    }
    response.setHeader("HX-Push-Url", query.url());
    ProblemLists.Page page = lists.page(query, person.onlyTenant());
    model.addAttribute("query", query);
    model.addAttribute("views", views.of(person, Optional.of(SavedViews.Listing.PROBLEMS)));
    model.addAttribute("page", page);
    model.addAttribute("states", ProblemQuery.State.values());
    model.addAttribute("curl", Curl.get("/api/v1/problems"));
    model.addAttribute(
        "tenants", person.onlyTenant().isPresent() ? List.of() : submissions.tenants());
    page.next().ifPresent(mark -> model.addAttribute("next", query.after(mark).url()));
    return "dashboard/problems";
  }

  /**
   * @param version as its hash; absent = the newest
   */
  @GetMapping(ONE)
  String show(
      @PathVariable String tenant,
      @PathVariable String problem,
      @RequestParam Optional<String> version,
      @AuthenticationPrincipal Person person,
      Model model) {
    UUID owner = owner(tenant, person);
    ProblemStore.Version found = version(owner, problem, version);
    model.addAttribute("tenant", tenant);
    model.addAttribute("problem", problem);
    model.addAttribute("version", found);
    model.addAttribute("limits", found.version().definition().limits());
    judged.timeLimit(owner, found.version()).ifPresent(limit -> model.addAttribute("time", limit));
    model.addAttribute("facts", ProblemFacts.of(found));
    model.addAttribute(
        "curl",
        Curl.get("/api/v1/problems/%s/versions/%s".formatted(problem, found.version().version())));
    model.addAttribute("versions", problems.versions(owner, problem));
    model.addAttribute("verifications", verifications.newest(owner, problem));
    quarantine
        .find(owner, problem, found.version().version())
        .ifPresent(one ->
            model.addAttribute(
                "quarantine",
                new Quarantine.Case(
                    Legible.of(one.reason()), Legible.of(one.evidence()), one.since())));
    return "dashboard/problem";
  }

  @PostMapping(ONE + "/verify")
  String verify(
      @PathVariable String tenant,
      @PathVariable String problem,
      @RequestParam Optional<String> version,
      @AuthenticationPrincipal Person person) {
    UUID owner = owner(tenant, person);
    ProblemStore.Version found = version(owner, problem, version);
    VerificationStatus begun = verifications.begin(owner, found.version(), false);
    audit.write(person.name(), "began a verification", tenant + "/" + problem, "");
    return "redirect:%s/problems/%s/%s/verifications/%s"
        .formatted(PATH, tenant, problem, begun.id());
  }

  @PostMapping(ONE + "/verifications/{id}/cancel")
  String cancel(
      @PathVariable String tenant,
      @PathVariable String problem,
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person) {
    if (verifications.cancel(owner(tenant, person), id(problem), id).isEmpty()) {
      throw new NotThere();
    }
    audit.write(person.name(), "canceled a verification", tenant + "/" + problem, id.toString());
    return "redirect:%s/problems/%s/%s/verifications/%s".formatted(PATH, tenant, problem, id);
  }

  /** Puts a version back into use; its jury's programs are tried again with the next submission. */
  @Transactional
  @PostMapping(ONE + "/lift")
  String lift(
      @PathVariable String tenant,
      @PathVariable String problem,
      @RequestParam String version,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal Person person) {
    UUID owner = owner(tenant, person);
    String why = reason.strip();
    if (!version.matches(VERSION) || why.length() > LONGEST_REASON || why.indexOf('\0') >= 0) {
      throw new Malformed("version");
    }
    if (!quarantine.release(owner, id(problem), version)) {
      throw new NotThere();
    }
    audit.write(person.name(), "lifted a quarantine", tenant + "/" + problem + " " + version, why);
    return "redirect:%s/problems/%s/%s?version=%s".formatted(PATH, tenant, problem, version);
  }

  @GetMapping(ONE + "/verifications/{id}")
  String verification(
      @PathVariable String tenant,
      @PathVariable String problem,
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      Model model) {
    VerificationStatus found =
        verifications.find(owner(tenant, person), id(problem), id).orElseThrow(NotThere::new);
    model.addAttribute("tenant", tenant);
    model.addAttribute("problem", problem);
    model.addAttribute("status", found);
    model.addAttribute(
        "curl", Curl.get("/api/v1/problems/%s/verifications/%s".formatted(problem, id)));
    model.addAttribute("report", VerificationTable.of(found.report()));
    return "dashboard/verification";
  }

  private UUID owner(String tenant, Person person) {
    if (tenant.indexOf('\0') >= 0) {
      throw new Malformed("tenant");
    }
    return lists.tenant(tenant, person.onlyTenant()).orElseThrow(NotThere::new);
  }

  private ProblemStore.Version version(UUID owner, String problem, Optional<String> version) {
    if (version.isPresent() && !version.get().matches(VERSION)) {
      throw new Malformed("version");
    }
    return problems.version(owner, id(problem), version).orElseThrow(NotThere::new);
  }

  private static String id(String problem) {
    if (problem.indexOf('\0') >= 0) {
      throw new Malformed("problem");
    }
    return problem;
  }
}
