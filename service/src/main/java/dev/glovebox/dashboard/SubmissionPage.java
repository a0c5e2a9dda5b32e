package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestResult;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** One submission: why it is as it is, what it was, and what each test did. */
@Controller
@RunsIn(Role.API)
class SubmissionPage {

  private static final String ONE = PATH + "/submissions/{id}";

  private final SubmissionLists lists;
  private final SubmissionStore submissions;
  private final SubmissionIntake intake;
  private final Attempts attempts;
  private final AuditLog audit;

  SubmissionPage(
      SubmissionLists lists,
      SubmissionStore submissions,
      SubmissionIntake intake,
      Attempts attempts,
      AuditLog audit) {
    this.audit = audit;
    this.intake = intake;
    this.lists = lists;
    this.submissions = submissions;
    this.attempts = attempts;
  }

  @GetMapping(ONE)
  String show(@PathVariable UUID id, @AuthenticationPrincipal Person person, Model model) {
    fill(find(id, person), model);
    model.addAttribute("curl", Curl.get("/api/v1/submissions/" + id));
    return "dashboard/submission";
  }

  /** What changes while it is judged. */
  @GetMapping(ONE + "/live")
  String live(@PathVariable UUID id, @AuthenticationPrincipal Person person, Model model) {
    fill(find(id, person), model);
    return "dashboard/submission :: live";
  }

  /** What one test did, for its row to unfold. */
  @GetMapping(ONE + "/tests/{number}")
  String test(
      @PathVariable UUID id,
      @PathVariable int number,
      @AuthenticationPrincipal Person person,
      Model model) {
    SubmissionView view = find(id, person);
    model.addAttribute("test", TestPage.of(view, test(view, number)));
    return "dashboard/test :: test";
  }

  /** The result of what the playground ran. */
  @GetMapping(ONE + "/run")
  String run(@PathVariable UUID id, @AuthenticationPrincipal Person person, Model model) {
    fill(find(id, person), model);
    return "dashboard/playground :: result";
  }

  /** Ends it: at once where it waits, soon where it runs. */
  @PostMapping(ONE + "/cancel")
  String cancel(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    UUID tenant = lists.tenantOf(id, person.onlyTenant()).orElseThrow(NotThere::new);
    if (intake.cancel(tenant, new SubmissionId(id))) {
      audit.write(person.name(), "cancelled a submission", id.toString(), "");
    }
    return "redirect:" + PATH + "/submissions/" + id;
  }

  /** A stream as far as it was kept; to be saved, never to be shown. */
  @GetMapping(ONE + "/tests/{number}/{stream}")
  ResponseEntity<byte[]> stream(
      @PathVariable UUID id,
      @PathVariable int number,
      @PathVariable String stream,
      @AuthenticationPrincipal Person person) {
    TestResult.Measured run = test(find(id, person), number).run().orElseThrow(NotThere::new);
    return switch (stream) {
      case "stdout" -> saved(run.stdout().prefix(), "stdout.bin");
      case "stderr" -> saved(run.stderr().prefix(), "stderr.bin");
      default -> throw new NotThere();
    };
  }

  private SubmissionView find(UUID id, Person person) {
    return lists
        .tenantOf(id, person.onlyTenant())
        .flatMap(tenant -> submissions.find(tenant, new SubmissionId(id)))
        .orElseThrow(NotThere::new);
  }

  private void fill(SubmissionView view, Model model) {
    UUID id = view.submission().id().value();
    model.addAttribute("view", view);
    model.addAttribute("why", Why.of(view, () -> attempts.waitsFor(id)));
    model.addAttribute("attempts", attempts.of(id));
    model.addAttribute("sources", SourceText.of(view.submission().request().sources()));
    model.addAttribute("tests", view.result().map(result -> result.tests()).orElse(List.of()));
    view.result()
        .flatMap(result -> result.compile())
        .ifPresent(compile ->
            model.addAttribute(
                "compilerSaid", Legible.of(compile.output().prefix(), TestPage.MOST_SHOWN)));
    TestPage.worthShowing(view).ifPresent(test -> model.addAttribute("test", test));
  }

  private static TestResult test(SubmissionView view, int number) {
    return view.result().stream()
        .flatMap(result -> result.tests().stream())
        .filter(test -> test.number() == number)
        .findAny()
        .orElseThrow(NotThere::new);
  }

  private static ResponseEntity<byte[]> saved(byte[] bytes, String name) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(bytes);
  }
}
