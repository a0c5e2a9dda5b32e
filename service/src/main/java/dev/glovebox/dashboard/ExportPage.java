package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.dashboard.SubmissionQuery.Mark;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists as files, for whoever may see the list and with the list's own filter. */
@Controller
@RunsIn(Role.API)
class ExportPage {

  private static final List<String> SUBMISSION =
      List.of(
          "id",
          "accepted_at",
          "state",
          "verdict",
          "language",
          "tenant",
          "tests",
          "cpu_micros",
          "memory_bytes");

  private static final List<String> RUN =
      List.of(
          "id",
          "project",
          "number",
          "name",
          "state",
          "warnings",
          "ref",
          "sha",
          "cause",
          "tenant",
          "created_at",
          "started_at",
          "finished_at");

  private static final List<String> AUDIT =
      List.of("id", "at", "actor", "action", "subject", "detail");

  private final SubmissionLists submissions;
  private final RunLists runs;
  private final AuditLog audit;
  private final Clock clock;

  ExportPage(SubmissionLists submissions, RunLists runs, AuditLog audit, Clock clock) {
    this.submissions = submissions;
    this.runs = runs;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping(PATH + "/submissions.csv")
  void submissions(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException {
    SubmissionQuery query = SubmissionQuery.of(parameters).first();
    CsvFile.<SubmissionLists.Row, Mark>send(
        response,
        "submissions",
        clock.instant(),
        SUBMISSION,
        mark -> {
          SubmissionLists.Page page =
              submissions.page(
                  mark.map(query::after).orElse(query), person.onlyTenant(), CsvFile.PAGE);
          return new CsvFile.Part<>(page.rows(), page.next());
        },
        ExportPage::cells);
  }

  @GetMapping(PATH + "/runs.csv")
  void runs(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException {
    RunQuery query = RunQuery.of(parameters).first();
    CsvFile.<RunLists.Row, Mark>send(
        response,
        "runs",
        clock.instant(),
        RUN,
        mark -> {
          RunLists.Page page =
              runs.page(mark.map(query::after).orElse(query), person.onlyTenant(), CsvFile.PAGE);
          return new CsvFile.Part<>(page.rows(), page.next());
        },
        ExportPage::cells);
  }

  @GetMapping(PATH + "/audit.csv")
  void audit(HttpServletResponse response) throws IOException {
    CsvFile.<AuditLog.Entry, Long>send(
        response,
        "audit",
        clock.instant(),
        AUDIT,
        mark -> {
          List<AuditLog.Entry> entries = audit.newest(mark.orElse(Long.MAX_VALUE), CsvFile.PAGE);
          return new CsvFile.Part<>(
              entries,
              entries.size() < CsvFile.PAGE
                  ? Optional.empty()
                  : Optional.of(entries.getLast().id()));
        },
        ExportPage::cells);
  }

  private static List<String> cells(SubmissionLists.Row row) {
    return List.of(
        row.id().toString(),
        CsvFile.time(row.createdAt()),
        row.state().name().toLowerCase(Locale.ROOT),
        CsvFile.some(row.verdict(), verdict -> verdict.name().toLowerCase(Locale.ROOT)),
        row.language(),
        row.tenant(),
        Integer.toString(row.tests()),
        CsvFile.some(row.cpu(), cpu -> cpu.toNanos() / 1_000),
        CsvFile.some(row.memoryBytes(), bytes -> bytes));
  }

  private static List<String> cells(RunLists.Row row) {
    return List.of(
        row.id().toString(),
        row.project(),
        Long.toString(row.number()),
        row.name(),
        row.state().code(),
        Boolean.toString(row.warnings()),
        row.ref(),
        row.sha(),
        row.cause(),
        row.tenant(),
        CsvFile.time(row.createdAt()),
        CsvFile.some(row.startedAt(), CsvFile::time),
        CsvFile.some(row.finishedAt(), CsvFile::time));
  }

  private static List<String> cells(AuditLog.Entry entry) {
    return List.of(
        Long.toString(entry.id()),
        CsvFile.time(entry.at()),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.detail());
  }
}
