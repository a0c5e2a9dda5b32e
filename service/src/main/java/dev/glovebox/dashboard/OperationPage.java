package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.ci.run.RunState;
import dev.glovebox.operation.Operation;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operations;
import dev.glovebox.operation.Selection;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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

/** Operations over a filter: counted first, begun with a reason, followed, stopped. */
@Controller
@RunsIn(Role.API)
class OperationPage {

  private static final String ALL = PATH + "/operations";
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 255;

  /** From here on the number has to be typed. */
  private static final long MANY = 100;

  private final Operations operations;
  private final QueuePauses tenants;

  OperationPage(Operations operations, QueuePauses tenants) {
    this.operations = operations;
    this.tenants = tenants;
  }

  /** What a form offers to do. */
  enum Action {
    CANCEL("cancel", "cancel them", Kind.CANCEL, Optional.empty()),
    LOW("low", "give those that wait low priority", Kind.PRIORITY, Optional.of(Priority.LOW)),
    NORMAL(
        "normal",
        "give those that wait normal priority",
        Kind.PRIORITY,
        Optional.of(Priority.NORMAL)),
    HIGH("high", "give those that wait high priority", Kind.PRIORITY, Optional.of(Priority.HIGH)),
    REQUEUE("requeue", "judge internal errors again", Kind.REQUEUE, Optional.empty()),
    RETRY("retry", "start the failed jobs of failed runs again", Kind.RETRY, Optional.empty());

    /** What can be done with submissions. */
    static final List<Action> OF_SUBMISSIONS = List.of(CANCEL, LOW, NORMAL, HIGH, REQUEUE);

    private final String code;
    private final String words;
    private final Kind kind;
    private final Optional<Priority> priority;

    Action(String code, String words, Kind kind, Optional<Priority> priority) {
      this.code = code;
      this.words = words;
      this.kind = kind;
      this.priority = priority;
    }

    public String code() {
      return code;
    }

    public String words() {
      return words;
    }

    private static Action of(String text) {
      return Action.valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  @GetMapping(ALL)
  String list(Model model) {
    model.addAttribute("operations", operations.newest());
    model.addAttribute("curl", Curl.get("/api/v1/operations"));
    return "dashboard/operations";
  }

  /** With how many it would be done; what is asked for after that names the number. */
  @GetMapping(ALL + "/count")
  String count(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    var asked = new Asked(parameters);
    Action action = action(asked);
    long count = operations.count(action.kind, selection(action, asked));
    model.addAttribute("count", count);
    model.addAttribute("many", count > MANY);
    model.addAttribute("action", action);
    return "dashboard/operation-form :: count";
  }

  @PostMapping(ALL)
  String begin(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    var asked = new Asked(parameters);
    Action action = action(asked);
    String reason = asked.required("reason", LONGEST_REASON);
    requireCount(action, asked);
    Operation begun =
        operations.begin(
            new Operations.Request(action.kind, selection(action, asked), action.priority, reason),
            person.name());
    return "redirect:" + ALL + "/" + begun.id();
  }

  @GetMapping(ALL + "/{id}")
  String show(@PathVariable UUID id, Model model) {
    model.addAttribute("operation", operations.find(id).orElseThrow(NotThere::new));
    model.addAttribute("remainders", operations.remainders(id));
    model.addAttribute("curl", Curl.get("/api/v1/operations/" + id));
    return "dashboard/operation";
  }

  @PostMapping(ALL + "/{id}/stop")
  String stop(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    if (operations.find(id).isEmpty()) {
      throw new NotThere();
    }
    operations.stop(id, person.name());
    return "redirect:" + ALL + "/" + id;
  }

  /** The number that is typed is that of the very same action. */
  private static void requireCount(Action action, Asked asked) {
    long counted =
        asked.value("counted", Long::parseLong).orElseThrow(() -> new Malformed("counted"));
    if (asked.value("countedFor", Action::of).filter(action::equals).isEmpty()) {
      throw new Malformed("countedFor");
    }
    if (counted > MANY && !asked.value("typed", Long::parseLong).equals(Optional.of(counted))) {
      throw new Malformed("typed");
    }
  }

  private static Action action(Asked asked) {
    return asked.value("action", Action::of).orElseThrow(() -> new Malformed("action"));
  }

  private Selection selection(Action action, Asked asked) {
    Optional<Selection.Whose> tenant = asked.text("tenant", LONGEST_NAME).map(this::whose);
    Optional<Instant> from = asked.value("from", text -> beginning(LocalDate.parse(text)));
    Optional<Instant> to = asked.value("to", text -> beginning(LocalDate.parse(text).plusDays(1)));
    if (action == Action.RETRY) {
      if (asked
          .value("state", text -> RunState.valueOf(text.toUpperCase(Locale.ROOT)))
          .filter(state -> state != RunState.FAILED)
          .isPresent()) {
        throw new Malformed("state");
      }
      return Selection.jobs(
          tenant, asked.text("project", LONGEST_NAME), asked.text("ref", LONGEST_NAME), from, to);
    }
    return Selection.submissions(
        tenant,
        asked.value("state", text -> SubmissionView.State.valueOf(text.toUpperCase(Locale.ROOT))),
        asked.value("verdict", text -> Verdict.valueOf(text.toUpperCase(Locale.ROOT))),
        asked.text("language", LONGEST_NAME),
        asked.text("problem", LONGEST_NAME),
        from,
        to);
  }

  private Selection.Whose whose(String name) {
    return new Selection.Whose(
        tenants.tenant(name).orElseThrow(() -> new Malformed("tenant")), name);
  }

  private static Instant beginning(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
