package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.api.RateLimits;
import dev.glovebox.api.RequestRefused;
import dev.glovebox.api.SubmissionRequests;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStore;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The languages, and a place to try them. What was run here has an address that can be shared. */
@Controller
@RunsIn(Role.API)
class PlaygroundPage {

  private static final String PLAYGROUND = PATH + "/playground";
  private static final String PAGE = "dashboard/playground";

  private final Languages languages;
  private final SubmissionRequests requests;
  private final SubmissionIntake intake;
  private final RateLimits rates;
  private final SubmissionStore submissions;
  private final SubmissionLists lists;

  PlaygroundPage(
      Languages languages,
      SubmissionRequests requests,
      SubmissionIntake intake,
      RateLimits rates,
      SubmissionStore submissions,
      SubmissionLists lists) {
    this.languages = languages;
    this.requests = requests;
    this.intake = intake;
    this.rates = rates;
    this.submissions = submissions;
    this.lists = lists;
  }

  /**
   * A language as it is shown.
   *
   * @param note its version, or why it can't be used
   */
  record Offer(Language language, boolean ready, String note) {}

  /** What is in the fields of the form. */
  record Draft(String language, String source, String input) {}

  @GetMapping(PATH + "/languages")
  String languages(Model model) {
    model.addAttribute("offers", offers());
    return "dashboard/languages";
  }

  /**
   * @param run submission whose source, input and result are shown
   */
  @GetMapping(PLAYGROUND)
  String playground(
      @RequestParam(defaultValue = "python") String language,
      @RequestParam(required = false) Optional<UUID> run,
      @AuthenticationPrincipal Person person,
      Model model) {
    Draft draft = run.map(id -> draft(id, person)).orElseGet(() -> new Draft(language, "", ""));
    run.ifPresent(id -> model.addAttribute("run", id));
    return page(draft, model);
  }

  @PostMapping(PLAYGROUND)
  String run(
      @RequestParam String language,
      @RequestParam(defaultValue = "") String source,
      @RequestParam(defaultValue = "") String input,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    try {
      SubmissionRequest request = requests.read(body(language, source, input), person.tenant());
      rates.submit(person.tenant(), 1);
      SubmissionId id = intake.accept(person.tenant(), request).submission().id();
      return "redirect:" + PLAYGROUND + "?run=" + id;
    } catch (RequestRefused refused) {
      response.setStatus(refused.status());
      model.addAttribute("fault", Legible.of(String.valueOf(refused.getMessage())));
    } catch (QueueFull full) {
      rates.refused(person.tenant(), full);
      response.setStatus(
          (full.tenantOnly() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE)
              .value());
      model.addAttribute(
          "fault",
          full.reason() == QueueFull.Reason.RATE
              ? "Your tenant has submitted as much as it may in a minute. Try again soon."
              : "Too much is waiting already. Try again in a moment.");
    }
    return page(new Draft(language, source, input), model);
  }

  private String page(Draft draft, Model model) {
    model.addAttribute("draft", draft);
    model.addAttribute("offers", offers());
    return PAGE;
  }

  private List<Offer> offers() {
    return languages.all().stream()
        .map(language ->
            switch (languages.readiness(language)) {
              case Languages.Readiness.Ready ready -> new Offer(language, true, ready.version());
              case Languages.Readiness.NotReady(String reason) ->
                  new Offer(language, false, Legible.of(reason));
            })
        .toList();
  }

  private Draft draft(UUID run, Person person) {
    SubmissionRequest request =
        lists
            .tenantOf(run, person.onlyTenant())
            .flatMap(tenant -> submissions.find(tenant, new SubmissionId(run)))
            .orElseThrow(NotThere::new)
            .submission()
            .request();
    String source =
        request.sources().stream()
            .findFirst()
            .map(SourceFile::content)
            .map(PlaygroundPage::text)
            .orElse("");
    String input = request.tests().stream().findFirst().map(test -> text(test.input())).orElse("");
    return new Draft(request.language(), source, input);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The same body that a client of the API would send; browsers send lines with CRLF. */
  private static ObjectNode body(String language, String source, String input) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("language", language);
    body.put("source", source.replace("\r\n", "\n"));
    body.put("priority", "high");
    ObjectNode test = JsonNodeFactory.instance.objectNode();
    test.put("input", input.replace("\r\n", "\n"));
    body.putArray("tests").add(test);
    return body;
  }
}
