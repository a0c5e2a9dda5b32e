package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.webhook.Delivery;
import dev.glovebox.webhook.Webhook;
import dev.glovebox.webhook.Webhooks;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who is told of runs and jobs, and whether it arrives. */
@Controller
@RunsIn(Role.API)
class WebhookPage {

  private static final String ALL = PATH + "/webhooks";
  private static final String ONE = ALL + "/{tenant}/{id}";
  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_NAME = 255;
  private static final int DELIVERIES = 50;

  private final Webhooks webhooks;
  private final ProblemLists tenants;
  private final SubmissionLists submissions;
  private final AuditLog audit;

  WebhookPage(
      Webhooks webhooks, ProblemLists tenants, SubmissionLists submissions, AuditLog audit) {
    this.webhooks = webhooks;
    this.tenants = tenants;
    this.submissions = submissions;
    this.audit = audit;
  }

  /**
   * A delivery with its calls; what others answered made legible.
   *
   * @param body what is sent
   */
  record Sent(Delivery delivery, String body, List<Call> calls) {}

  /** A call. */
  record Call(int number, String at, String took, String outcome, String answer) {}

  /** Those of the tenant in the address, otherwise of the own one. */
  @GetMapping(ALL)
  String list(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      Model model) {
    String tenant =
        new Asked(parameters)
            .text("tenant", LONGEST_NAME)
            .orElseGet(() -> tenants.name(person.tenant()));
    return list(tenant, owner(tenant, person), person, model);
  }

  private String list(String tenant, UUID owner, Person person, Model model) {
    model.addAttribute("tenant", tenant);
    model.addAttribute(
        "tenants", person.onlyTenant().isPresent() ? List.of() : submissions.tenants());
    model.addAttribute("webhooks", webhooks.all(owner));
    model.addAttribute("curl", Curl.get("/api/v1/webhooks"));
    model.addAttribute("events", Webhooks.EVENTS);
    return "dashboard/webhooks";
  }

  /** The page that follows has the secret, which no other shows again. */
  @PostMapping(ALL)
  String make(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    var asked = new Asked(parameters);
    String tenant = asked.required("tenant", LONGEST_NAME);
    UUID owner = owner(tenant, person);
    Optional<Webhooks.WithSecret> made = webhooks.create(owner, terms(asked));
    if (made.isEmpty()) {
      response.setStatus(HttpStatus.CONFLICT.value());
      model.addAttribute("fault", "There are too many: delete one that is not needed any more.");
    } else {
      model.addAttribute("secret", made.get().secret());
      audit.write(person.name(), "made a webhook", made.get().webhook().id().toString(), tenant);
    }
    return list(tenant, owner, person, model);
  }

  private static Webhook.Terms terms(Asked asked) {
    String url = asked.required("url", LONGEST_URL);
    if (!Webhook.Terms.isCallable(url)) {
      throw new Malformed("url");
    }
    List<String> events =
        List.copyOf(new LinkedHashSet<>(asked.values("event", WebhookPage::event)));
    return new Webhook.Terms(
        url,
        events.isEmpty() ? Webhooks.EVENTS : events,
        asked.text("project", LONGEST_NAME),
        asked.text("hubSignature", LONGEST_NAME).isPresent());
  }

  private static String event(String name) {
    if (!Webhooks.EVENTS.contains(name)) {
      throw new IllegalArgumentException(name);
    }
    return name;
  }

  @GetMapping(ONE)
  String show(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      Model model) {
    UUID owner = owner(tenant, person);
    Optional<Webhooks.Cursor> after =
        new Asked(parameters)
            .value("after", SubmissionQuery.Mark::parse)
            .map(mark -> new Webhooks.Cursor(mark.at(), mark.id()));
    return show(tenant, owner, find(owner, id), after, model);
  }

  private String show(
      String tenant, UUID owner, Webhook webhook, Optional<Webhooks.Cursor> after, Model model) {
    List<Delivery> deliveries = webhooks.deliveries(owner, webhook.id(), after, DELIVERIES + 1);
    model.addAttribute("tenant", tenant);
    model.addAttribute("webhook", webhook);
    model.addAttribute("curl", Curl.get("/api/v1/webhooks/%s/deliveries".formatted(webhook.id())));
    model.addAttribute("deliveries", deliveries.stream().limit(DELIVERIES).toList());
    if (deliveries.size() > DELIVERIES) {
      Delivery last = deliveries.get(DELIVERIES - 1);
      model.addAttribute("next", new SubmissionQuery.Mark(last.createdAt(), last.id()).toString());
    }
    return "dashboard/webhook";
  }

  /** What was sent, and what came back. */
  @GetMapping(ONE + "/deliveries/{delivery}")
  String delivery(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @PathVariable UUID delivery,
      @AuthenticationPrincipal Person person,
      Model model) {
    UUID owner = owner(tenant, person);
    Webhook webhook = find(owner, id);
    Delivery found = webhooks.delivery(owner, webhook.id(), delivery).orElseThrow(NotThere::new);
    var shown = new Shown();
    model.addAttribute(
        "sent",
        new Sent(
            found,
            Legible.of(webhooks.body(found)),
            webhooks.attempts(found).stream()
                .map(call ->
                    new Call(
                        call.number(),
                        shown.time(call.at()),
                        shown.took(call.took()),
                        Legible.of(call.outcome()),
                        Legible.of(call.answer())))
                .toList()));
    return show(tenant, owner, webhook, Optional.empty(), model);
  }

  @PostMapping(ONE + "/deliveries/{delivery}/redeliver")
  String redeliver(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @PathVariable UUID delivery,
      @AuthenticationPrincipal Person person) {
    UUID owner = owner(tenant, person);
    Delivery found = webhooks.delivery(owner, id, delivery).orElseThrow(NotThere::new);
    if (webhooks.redeliver(found)) {
      audit.write(person.name(), "redelivered to a webhook", delivery.toString(), tenant);
    }
    return "redirect:%s/%s/%s/deliveries/%s".formatted(ALL, tenant, id, delivery);
  }

  /** Sends something that means nothing. */
  @PostMapping(ONE + "/ping")
  String ping(
      @PathVariable String tenant, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
    if (webhooks.ping(owner(tenant, person), id).isEmpty()) {
      throw new NotThere();
    }
    return back(tenant, id);
  }

  /** A new secret, shown this once; the one before signs beside it for a while. */
  @PostMapping(ONE + "/rotate")
  String rotate(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      Model model) {
    UUID owner = owner(tenant, person);
    Webhooks.WithSecret made = webhooks.rotate(owner, id).orElseThrow(NotThere::new);
    audit.write(person.name(), "rotated a webhook's secret", id.toString(), tenant);
    model.addAttribute("secret", made.secret());
    return show(tenant, owner, made.webhook(), Optional.empty(), model);
  }

  /** Uses one again that was disabled, under its terms. */
  @PostMapping(ONE + "/enable")
  String enable(
      @PathVariable String tenant, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
    UUID owner = owner(tenant, person);
    if (webhooks.change(owner, id, find(owner, id).terms()).isEmpty()) {
      throw new NotThere();
    }
    audit.write(person.name(), "enabled a webhook", id.toString(), tenant);
    return back(tenant, id);
  }

  @PostMapping(ONE + "/delete")
  String delete(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    String reason = new Asked(parameters).required("reason", LONGEST_NAME);
    if (!webhooks.delete(owner(tenant, person), id)) {
      throw new NotThere();
    }
    audit.write(person.name(), "deleted a webhook", tenant + " " + id, reason);
    return "redirect:%s?tenant=%s".formatted(ALL, tenant);
  }

  private Webhook find(UUID owner, UUID id) {
    return webhooks.find(owner, id).orElseThrow(NotThere::new);
  }

  private UUID owner(String tenant, Person person) {
    if (tenant.indexOf('\0') >= 0) {
      throw new Malformed("tenant");
    }
    return tenants.tenant(tenant, person.onlyTenant()).orElseThrow(NotThere::new);
  }

  private static String back(String tenant, UUID id) {
    return "redirect:%s/%s/%s".formatted(ALL, tenant, id);
  }
}
