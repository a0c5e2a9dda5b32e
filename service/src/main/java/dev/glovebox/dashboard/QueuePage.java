package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whose work waits, what is paused, and a form for what is to be done with much of it. */
@Controller
@RunsIn(Role.API)
class QueuePage {

  private static final String QUEUE = PATH + "/queue";
  private static final String BACK = "redirect:" + QUEUE;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 100;

  private final Fleet fleet;
  private final QueuePauses pauses;
  private final SubmissionLists submissions;
  private final Languages languages;
  private final AuditLog audit;
  private final Clock clock;

  QueuePage(
      Fleet fleet,
      QueuePauses pauses,
      SubmissionLists submissions,
      Languages languages,
      AuditLog audit,
      Clock clock) {
    this.fleet = fleet;
    this.pauses = pauses;
    this.submissions = submissions;
    this.languages = languages;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping(QUEUE)
  String show(Model model) {
    model.addAttribute("now", clock.instant());
    model.addAttribute("lines", fleet.queue());
    model.addAttribute("curl", Curl.get("/api/v1/queue"));
    model.addAttribute("pauses", pauses.all());
    model.addAttribute("tenants", submissions.tenants());
    model.addAttribute("languages", languages.all());
    model.addAttribute("actions", OperationPage.Action.OF_SUBMISSIONS);
    return "dashboard/queue";
  }

  /** Without a tenant, everything. */
  @Transactional
  @PostMapping(QUEUE + "/pause")
  String pause(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    var asked = new Asked(parameters);
    Optional<String> tenant = asked.text("tenant", LONGEST_NAME);
    String reason = asked.required("reason", LONGEST_REASON);
    if (pauses.pause(tenant(tenant), reason, person.name())) {
      audit.write(person.name(), "paused the queue", whose(tenant), reason);
    }
    return BACK;
  }

  @Transactional
  @PostMapping(QUEUE + "/resume")
  String resume(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    Optional<String> tenant = new Asked(parameters).text("tenant", LONGEST_NAME);
    if (pauses.resume(tenant(tenant))) {
      audit.write(person.name(), "resumed the queue", whose(tenant), "");
    }
    return BACK;
  }

  private Optional<UUID> tenant(Optional<String> name) {
    return name.map(one -> pauses.tenant(one).orElseThrow(() -> new Malformed("tenant")));
  }

  private static String whose(Optional<String> tenant) {
    return tenant.map(name -> "tenant " + name).orElse("everything");
  }
}
