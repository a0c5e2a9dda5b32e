package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
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

/** What is judged again, what that would change, and the decision whether it does. */
@Controller
@RunsIn(Role.API)
class RejudgingPage {

  private static final String ALL = PATH + "/rejudgings";
  private static final int LONGEST_REASON = 500;
  private static final SubmissionQuery.Mark NEWEST =
      new SubmissionQuery.Mark(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  private final RejudgingLists lists;
  private final Rejudgings rejudgings;
  private final ProblemLists tenants;
  private final SubmissionLists submissions;
  private final Languages languages;
  private final AuditLog audit;

  RejudgingPage(
      RejudgingLists lists,
      Rejudgings rejudgings,
      ProblemLists tenants,
      SubmissionLists submissions,
      Languages languages,
      AuditLog audit) {
    this.lists = lists;
    this.rejudgings = rejudgings;
    this.tenants = tenants;
    this.submissions = submissions;
    this.languages = languages;
    this.audit = audit;
  }

  @GetMapping(ALL)
  String list(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    Optional<SubmissionQuery.Mark> after =
        new Asked(parameters).value("after", SubmissionQuery.Mark::parse);
    List<RejudgingLists.Row> rows = lists.before(after.orElse(NEWEST));
    model.addAttribute("begun", after.isPresent());
    model.addAttribute("curl", Curl.get("/api/v1/rejudgings"));
    model.addAttribute("rows", rows.stream().limit(RejudgingLists.PAGE).toList());
    if (rows.size() > RejudgingLists.PAGE) {
      RejudgingLists.Row last = rows.get(RejudgingLists.PAGE - 1);
      model.addAttribute("next", new SubmissionQuery.Mark(last.createdAt(), last.id()).toString());
    }
    model.addAttribute("form", RejudgingForm.Prefilled.of(parameters));
    model.addAttribute("tenants", submissions.tenants());
    model.addAttribute("languages", languages.all());
    model.addAttribute(
        "verdicts", EnumSet.complementOf(EnumSet.of(Verdict.CANCELLED, Verdict.SKIPPED)));
    return "dashboard/rejudgings";
  }

  /** How many submissions the form selects, before anything is begun. */
  @GetMapping(ALL + "/count")
  String count(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    RejudgingForm form = RejudgingForm.of(parameters, languages);
    model.addAttribute("count", rejudgings.count(tenant(form), form.request()));
    return "dashboard/rejudgings :: count";
  }

  @PostMapping(ALL)
  String begin(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    RejudgingForm form = RejudgingForm.of(parameters, languages);
    if (form.request().reason().isEmpty()) {
      throw new Malformed("reason");
    }
    Rejudging begun = rejudgings.begin(tenant(form), form.request(), form.json());
    audit.write(person.name(), "began a rejudging", begun.id().toString(), form.request().reason());
    return "redirect:" + ALL + "/" + begun.id();
  }

  @GetMapping(ALL + "/{id}")
  String show(@PathVariable UUID id, Model model) {
    RejudgingLists.Owner owner = owner(id);
    Rejudging found = rejudgings.find(owner.tenant(), id).orElseThrow(NotThere::new);
    Rejudging.Preview preview = rejudgings.preview(found);
    model.addAttribute("tenant", owner.name());
    model.addAttribute("rejudging", found);
    model.addAttribute("curl", Curl.get("/api/v1/rejudgings/" + id));
    model.addAttribute("reason", Legible.of(found.reason()));
    model.addAttribute("preview", preview);
    model.addAttribute("matrix", matrix(preview));
    return "dashboard/rejudging";
  }

  @Transactional
  @PostMapping(ALL + "/{id}/{decision:apply|discard}")
  String decide(
      @PathVariable UUID id,
      @PathVariable String decision,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal Person person) {
    String why = reason.strip();
    if (why.isEmpty() || why.length() > LONGEST_REASON || why.indexOf('\0') >= 0) {
      throw new Malformed("reason");
    }
    UUID tenant = owner(id).tenant();
    boolean apply = decision.equals("apply");
    if (apply ? rejudgings.apply(tenant, id) : rejudgings.discard(tenant, id)) {
      audit.write(
          person.name(), (apply ? "applied" : "discarded") + " a rejudging", id.toString(), why);
    }
    return "redirect:" + ALL + "/" + id;
  }

  /**
   * Verdicts before as rows, after as columns.
   *
   * @param columns verdicts of the trials that there are
   * @param rows by the verdict before: a count for each column
   */
  record Matrix(List<Verdict> columns, Map<Verdict, List<Integer>> rows) {}

  private static Matrix matrix(Rejudging.Preview preview) {
    var columns = new TreeSet<Verdict>();
    var counts = new TreeMap<Verdict, Map<Verdict, Integer>>();
    for (Rejudging.Change change : preview.matrix()) {
      columns.add(change.to());
      counts
          .computeIfAbsent(change.from(), _ -> new TreeMap<>())
          .put(change.to(), change.submissions());
    }
    var rows = new TreeMap<Verdict, List<Integer>>();
    counts.forEach((from, to) ->
        rows.put(from, columns.stream().map(column -> to.getOrDefault(column, 0)).toList()));
    return new Matrix(List.copyOf(columns), rows);
  }

  private UUID tenant(RejudgingForm form) {
    return tenants
        .tenant(form.tenant(), Optional.empty())
        .orElseThrow(() -> new Malformed("tenant"));
  }

  private RejudgingLists.Owner owner(UUID id) {
    return lists.owner(id).orElseThrow(NotThere::new);
  }
}
