package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.submission.Priority;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
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

/** Whose work waits, what is paused, and the end or another place of much work at once. */
@Controller
@RunsIn(Role.API)
class QueuePage {

  private static final String QUEUE = PATH + "/queue";
  private static final String BACK = "redirect:" + QUEUE;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 100;

  /** From here on the number has to be typed. */
  private static final long MANY = 100;

  private final Fleet fleet;
  private final QueuePauses pauses;
  private final BulkCancel cancelling;
  private final BulkPriority moving;
  private final SubmissionLists submissions;
  private final Languages languages;
  private final AuditLog audit;

  QueuePage(
      Fleet fleet,
      QueuePauses pauses,
      BulkCancel cancelling,
      BulkPriority moving,
      SubmissionLists submissions,
      Languages languages,
      AuditLog audit) {
    this.fleet = fleet;
    this.pauses = pauses;
    this.cancelling = cancelling;
    this.moving = moving;
    this.submissions = submissions;
    this.languages = languages;
    this.audit = audit;
  }

  @GetMapping(QUEUE)
  String show(Model model) {
    model.addAttribute("lines", fleet.queue());
    model.addAttribute("curl", Curl.get("/api/v1/queue"));
    model.addAttribute("pauses", pauses.all());
    model.addAttribute("tenants", submissions.tenants());
    model.addAttribute("languages", languages.all());
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

  /** How much a filter selects; what is asked for after that names the number. */
  @GetMapping(QUEUE + "/count")
  String count(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    long count = cancelling.count(filter(new Asked(parameters)));
    model.addAttribute("count", count);
    model.addAttribute("many", count > MANY);
    return "dashboard/queue :: count";
  }

  /** One statement: all of it or nothing. What waited never begins. */
  @PostMapping(QUEUE + "/cancel")
  String cancel(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      Model model) {
    var asked = new Asked(parameters);
    String reason = asked.required("reason", LONGEST_REASON);
    requireCount(asked);
    BulkCancel.Cancelled done = cancelling.cancel(filter(asked), reason);
    audit.write(
        person.name(),
        "cancelled submissions",
        "%d that waited, %d that ran".formatted(done.ended(), done.ending()),
        reason);
    model.addAttribute("cancelled", done);
    return show(model);
  }

  /** One statement: what waits moves, what runs stays. */
  @PostMapping(QUEUE + "/priority")
  String move(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      Model model) {
    var asked = new Asked(parameters);
    String reason = asked.required("reason", LONGEST_REASON);
    Priority to =
        asked
            .value("priority", text -> Priority.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElseThrow(() -> new Malformed("priority"));
    requireCount(asked);
    int moved = moving.move(filter(asked), to);
    audit.write(
        person.name(),
        "changed the priority of submissions",
        "%d to %s".formatted(moved, to.name().toLowerCase(Locale.ROOT)),
        reason);
    model.addAttribute("moved", moved);
    return show(model);
  }

  private static void requireCount(Asked asked) {
    long counted =
        asked.value("counted", Long::parseLong).orElseThrow(() -> new Malformed("count"));
    if (counted > MANY && !asked.value("typed", Long::parseLong).equals(Optional.of(counted))) {
      throw new Malformed("typed");
    }
  }

  private BulkCancel.Filter filter(Asked asked) {
    return new BulkCancel.Filter(
        tenant(asked.text("tenant", LONGEST_NAME)),
        asked.value("state", QueuePage::running),
        asked.text("language", LONGEST_NAME),
        asked.text("problem", LONGEST_NAME),
        asked.value("from", text -> beginning(LocalDate.parse(text))),
        asked.value("to", text -> beginning(LocalDate.parse(text).plusDays(1))));
  }

  private Optional<UUID> tenant(Optional<String> name) {
    return name.map(one -> pauses.tenant(one).orElseThrow(() -> new Malformed("tenant")));
  }

  private static boolean running(String state) {
    return switch (state) {
      case "running" -> true;
      case "queued" -> false;
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static Instant beginning(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String whose(Optional<String> tenant) {
    return tenant.map(name -> "tenant " + name).orElse("everything");
  }
}
