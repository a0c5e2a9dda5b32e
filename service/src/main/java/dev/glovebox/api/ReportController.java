package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.report.TestCase;
import dev.glovebox.ci.report.TestReports;
import dev.glovebox.ci.report.Totals;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.RunView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports of tests over REST: of a job, and of a run beside another one. */
@RestController
@RunsIn(Role.API)
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ReportController {

  /** Files are read anew each time: more at once would only be slower. */
  private static final int AT_ONCE = 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Runs runs;
  private final TestReports reports;
  private final Semaphore places = new Semaphore(AT_ONCE);

  ReportController(Runs runs, TestReports reports) {
    this.runs = runs;
    this.reports = reports;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T bounded(Reading<T> reading) throws IOException {
    if (!places.tryAcquire()) {
      throw RequestRefused.later(ProblemKind.BUSY, "Too many reports are being read.", RETRY_AFTER);
    }
    try {
      return reading.read();
    } finally {
      places.release();
    }
  }

  /** The tests of an attempt. */
  @GetMapping("/api/v1/jobs/{id}/report")
  ReportBody job(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<Integer> number = parameters.integer("attempt", 1, 1000);
    Optional<TestCase.Status> status =
        parameters.value(
            "status", "not-allowed", "passed, failed, error or skipped", ReportController::status);
    int after = parameters.integer("cursor", 0, 999_999_999).orElse(0);
    int most = parameters.integer("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    parameters.end();
    faults.check();
    UUID attempt = JobController.attempt(runs, JobController.find(runs, caller, id), number);
    return ReportBody.of(
        bounded(() -> reports.page(attempt, new TestReports.Asked(status, after, most))));
  }

  private static Optional<TestCase.Status> status(String text) {
    return Stream.of(TestCase.Status.values())
        .filter(status -> status.code().equals(text))
        .findAny();
  }

  /** The tests of all jobs of a run, and how they differ from those of another run. */
  @GetMapping("/api/v1/runs/{id}/report")
  RunReportBody run(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<UUID> baseId =
        parameters.value("base", "not-allowed", "the id of a run", ReportController::uuid);
    parameters.end();
    faults.check();
    UUID run = find(caller, SubmissionController.Ids.read(id).value());
    Optional<UUID> base = baseId.map(given -> find(caller, given));
    return bounded(() -> report(run, base));
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private RunReportBody report(UUID run, Optional<UUID> base) throws IOException {
    Totals all = Totals.NONE;
    List<JobTotalsBody> jobs = new ArrayList<>();
    for (JobView job : runs.jobs(run)) {
      if (job.attempt().isPresent()) {
        TestReports.Page page =
            reports.page(job.attempt().get(), new TestReports.Asked(Optional.empty(), 0, 0));
        if (page.totals().tests() > 0 || !page.broken().isEmpty()) {
          all = all.plus(page.totals());
          jobs.add(
              new JobTotalsBody(
                  job.id().toString(), job.name(), TotalsBody.of(page.totals()), page.broken()));
        }
      }
    }
    Optional<ComparisonBody> comparison =
        base.isEmpty()
            ? Optional.empty()
            : Optional.of(
                ComparisonBody.of(
                    base.get(), reports.compare(attempts(run), attempts(base.get()))));
    return new RunReportBody(TotalsBody.of(all), jobs, comparison);
  }

  private List<UUID> attempts(UUID run) {
    return runs.jobs(run).stream().flatMap(job -> job.attempt().stream()).toList();
  }

  private UUID find(Caller caller, UUID run) {
    return runs.find(caller.tenant(), run)
        .map(RunView::id)
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such run."));
  }

  /**
   * Counted tests.
   *
   * @param seconds of all together
   */
  record TotalsBody(
      int tests, int passed, int failed, int errors, int skipped, int flaky, BigDecimal seconds) {

    static TotalsBody of(Totals totals) {
      return new TotalsBody(
          totals.tests(),
          totals.passed(),
          totals.failed(),
          totals.errors(),
          totals.skipped(),
          totals.flaky(),
          Seconds.of(totals.time()));
    }
  }

  /** One test. */
  record CaseBody(
      String suite,
      String name,
      String file,
      String status,
      boolean flaky,
      BigDecimal seconds,
      String message,
      String details) {

    static CaseBody of(TestCase test) {
      return new CaseBody(
          test.suite(),
          test.name(),
          test.file(),
          test.status().code(),
          test.flaky(),
          Seconds.of(test.time()),
          test.message(),
          test.details());
    }
  }

  /**
   * @param broken files that could not be read, or not to their end
   * @param next the {@code cursor} of the next page; left out at the end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ReportBody(
      TotalsBody totals,
      List<TestReports.Broken> broken,
      List<CaseBody> cases,
      Optional<Integer> next) {

    static ReportBody of(TestReports.Page page) {
      return new ReportBody(
          TotalsBody.of(page.totals()),
          page.broken(),
          page.cases().stream().map(CaseBody::of).toList(),
          page.next());
    }
  }

  /**
   * @param comparison left out where no base is asked for
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RunReportBody(
      TotalsBody totals, List<JobTotalsBody> jobs, Optional<ComparisonBody> comparison) {}

  /** One job of a run. */
  record JobTotalsBody(
      String job, String name, TotalsBody totals, List<TestReports.Broken> broken) {}

  /** How a run differs from its base. */
  record ComparisonBody(String base, SomeBody newlyFailed, SomeBody stillFailing, SomeBody fixed) {

    static ComparisonBody of(UUID base, TestReports.Comparison comparison) {
      return new ComparisonBody(
          base.toString(),
          SomeBody.of(comparison.newlyFailed()),
          SomeBody.of(comparison.stillFailing()),
          SomeBody.of(comparison.fixed()));
    }
  }

  /**
   * @param count of all
   * @param cases the first 200
   */
  record SomeBody(int count, List<CaseBody> cases) {

    static SomeBody of(TestReports.Some some) {
      return new SomeBody(some.count(), some.cases().stream().map(CaseBody::of).toList());
    }
  }
}
