package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.ci.report.TestCase;
import dev.glovebox.ci.report.TestReports;
import dev.glovebox.ci.run.CancelMode;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.RunView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A CI job: why it is as it is, its attempts and steps, its log, its tests and what it left. */
@Controller
@RunsIn(Role.API)
class JobPage {

  private static final String ONE = PATH + "/jobs/{id}";
  private static final int TESTS = 100;
  private static final int LONGEST_REASON = 500;

  private final RunLists lists;
  private final Runs runs;
  private final Artifacts artifacts;
  private final TestReports reports;
  private final AuditLog audit;

  JobPage(RunLists lists, Runs runs, Artifacts artifacts, TestReports reports, AuditLog audit) {
    this.lists = lists;
    this.runs = runs;
    this.artifacts = artifacts;
    this.reports = reports;
    this.audit = audit;
  }

  /** Something that an attempt left. */
  record Left(UUID id, String kind, String name, int files, long size) {}

  /** A test that did not pass. */
  record Test(String suite, String name, String status, String message, String details) {}

  /**
   * @param attempt its number; absent = the last one
   */
  @GetMapping(ONE)
  String show(
      @PathVariable UUID id,
      @RequestParam Optional<Integer> attempt,
      @AuthenticationPrincipal Person person,
      Model model)
      throws IOException {
    UUID tenant = owner(id, person);
    JobView job = runs.job(tenant, id).orElseThrow(NotThere::new);
    RunView run = runs.find(tenant, job.run()).orElseThrow(NotThere::new);
    List<JobView.AttemptView> attempts = runs.attempts(id);
    Optional<JobView.AttemptView> chosen = JobWhy.attempt(attempts, attempt, job.attempt());
    if (attempt.isPresent() && chosen.isEmpty()) {
      throw new NotThere();
    }
    List<String> needs = needs(tenant, job);
    model.addAttribute("run", run);
    model.addAttribute("job", job);
    model.addAttribute(
        "live", PATH + "/jobs/" + id + attempt.map(number -> "?attempt=" + number).orElse(""));
    model.addAttribute("curl", Curl.get("/api/v1/jobs/" + id));
    model.addAttribute("name", Legible.of(job.name()));
    model.addAttribute("needs", needs.stream().map(Legible::of).toList());
    model.addAttribute(
        "why",
        JobWhy.of(
            job,
            runs.jobs(job.run()).stream().filter(one -> needs.contains(one.name())).toList(),
            lists));
    model.addAttribute("playable", JobWhy.playable(job));
    model.addAttribute("attempts", attempts);
    if (chosen.isPresent()) {
      fill(chosen.get(), model);
    }
    return "dashboard/job";
  }

  private List<String> needs(UUID tenant, JobView job) {
    return runs.config(tenant, job.run())
        .map(config -> RunGraph.needs(config.plan()).getOrDefault(job.name(), List.of()))
        .orElse(List.of());
  }

  private void fill(JobView.AttemptView attempt, Model model) throws IOException {
    model.addAttribute("attempt", attempt);
    List<Artifact> left = artifacts.of(attempt.id());
    model.addAttribute(
        "left",
        left.stream()
            .map(one ->
                new Left(
                    one.id(),
                    one.kind().code(),
                    Legible.of(one.name()),
                    one.files(),
                    one.blob().size()))
            .toList());
    if (left.stream().anyMatch(one -> one.kind() == Artifact.Kind.JUNIT)) {
      TestReports.Page failed =
          reports.page(
              attempt.id(), new TestReports.Asked(Optional.of(TestCase.Status.FAILED), 0, TESTS));
      TestReports.Page errors =
          reports.page(
              attempt.id(), new TestReports.Asked(Optional.of(TestCase.Status.ERROR), 0, TESTS));
      model.addAttribute("totals", failed.totals());
      model.addAttribute(
          "broken",
          failed.broken().stream()
              .map(one -> Legible.of("%s:%d: %s".formatted(one.file(), one.line(), one.message())))
              .toList());
      model.addAttribute(
          "failures",
          java.util.stream.Stream.of(failed, errors)
              .flatMap(page -> page.cases().stream())
              .map(JobPage::test)
              .toList());
    }
  }

  private static Test test(TestCase test) {
    return new Test(
        Legible.of(test.suite()),
        Legible.of(test.name()),
        test.status().code(),
        Legible.of(test.message()),
        Legible.of(test.details()));
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
    if (runs.cancelJob(tenant, id, "user", mode)) {
      audit.write(person.name(), "cancelled a job", id.toString(), why);
    }
    return "redirect:" + PATH + "/jobs/" + id;
  }

  @PostMapping(ONE + "/retry")
  String retry(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    runs.retryJob(owner(id, person), id);
    audit.write(person.name(), "retried a job", id.toString(), "");
    return "redirect:" + PATH + "/jobs/" + id;
  }

  @PostMapping(ONE + "/play")
  String play(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
    runs.play(owner(id, person), id);
    audit.write(person.name(), "started a manual job", id.toString(), "");
    return "redirect:" + PATH + "/jobs/" + id;
  }

  private UUID owner(UUID job, Person person) {
    return lists.tenantOfJob(job, person.onlyTenant()).orElseThrow(NotThere::new);
  }
}
