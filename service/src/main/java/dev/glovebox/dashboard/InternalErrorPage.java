package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What went wrong by the service's own fault, and the way to judge it again. */
@Controller
@RunsIn(Role.API)
class InternalErrorPage {

  private static final String ALL = PATH + "/internal-errors";
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 100;

  private final InternalErrors errors;
  private final ProblemLists problems;
  private final SubmissionLists submissions;
  private final Rejudgings rejudgings;
  private final AuditLog audit;

  InternalErrorPage(
      InternalErrors errors,
      ProblemLists problems,
      SubmissionLists submissions,
      Rejudgings rejudgings,
      AuditLog audit) {
    this.errors = errors;
    this.problems = problems;
    this.submissions = submissions;
    this.rejudgings = rejudgings;
    this.audit = audit;
  }

  @GetMapping(ALL)
  String show(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    Optional<String> tenant = new Asked(parameters).text("tenant", LONGEST_NAME);
    model.addAttribute("tenant", tenant);
    model.addAttribute("tenants", submissions.tenants());
    model.addAttribute("groups", errors.groups(tenant));
    model.addAttribute("quarantined", problems.quarantined());
    return "dashboard/internal-errors";
  }

  /** Judges those of a kind again; nothing changes before that is applied. */
  @PostMapping(ALL + "/requeue")
  String requeue(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    var asked = new Asked(parameters);
    String reason = asked.required("reason", LONGEST_REASON);
    InternalErrors.Group group =
        errors
            .group(asked.required("tenant", LONGEST_NAME), asked.required("print", LONGEST_NAME))
            .orElseThrow(NotThere::new);
    UUID tenant = problems.tenant(group.tenant(), Optional.empty()).orElseThrow(NotThere::new);
    List<SubmissionId> which =
        group.submissions().stream()
            .limit(RejudgingRequest.MOST_SUBMISSIONS)
            .map(SubmissionId::new)
            .toList();
    var form =
        new RejudgingForm(
            group.tenant(),
            new RejudgingRequest(
                reason,
                which,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(Verdict.INTERNAL_ERROR),
                Optional.empty(),
                Optional.empty(),
                1));
    Rejudging begun = rejudgings.begin(tenant, form.request(), form.json());
    audit.write(person.name(), "requeued internal errors", begun.id().toString(), reason);
    return "redirect:" + PATH + "/rejudgings/" + begun.id();
  }
}
