package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.worker.Workers;
import java.time.Clock;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** The first page: how the service is, at a glance. */
@Controller
@RunsIn(Role.API)
class OverviewPage {

  private final Figures figures;
  private final QueuePauses pauses;
  private final Workers fleet;
  private final Troubles troubles;
  private final Clock clock;

  OverviewPage(Figures figures, QueuePauses pauses, Workers fleet, Troubles troubles, Clock clock) {
    this.figures = figures;
    this.pauses = pauses;
    this.fleet = fleet;
    this.troubles = troubles;
    this.clock = clock;
  }

  /** Who sees one tenant only begins at its submissions. */
  @GetMapping(PATH)
  String overview(@AuthenticationPrincipal Person person, Model model) {
    if (person.onlyTenant().isPresent()) {
      return "redirect:" + PATH + "/submissions";
    }
    fill(model);
    return "dashboard/overview";
  }

  /** The part of it that is kept up to date. */
  @GetMapping(PATH + "/overview/live")
  String live(Model model) {
    fill(model);
    return "dashboard/overview :: live";
  }

  /**
   * For the chart.
   *
   * @param at beginnings of minutes, Unix time in seconds
   * @param results that ended in each
   * @param errors of those the service's own
   */
  record Throughput(List<Long> at, List<Long> results, List<Long> errors) {}

  @GetMapping(path = PATH + "/overview/throughput", produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseBody
  Throughput throughput() {
    List<Figures.Minute> minutes = figures.minutesOfLastHour();
    return new Throughput(
        minutes.stream().map(Figures.Minute::at).toList(),
        minutes.stream().map(Figures.Minute::results).toList(),
        minutes.stream().map(Figures.Minute::errors).toList());
  }

  private void fill(Model model) {
    List<Figures.VerdictCount> verdicts = figures.verdictsOfLastHour();
    List<Workers.Line> workers = fleet.all();
    List<Workers.Line> alive = workers.stream().filter(worker -> !worker.silent()).toList();
    model.addAttribute("now", clock.instant());
    model.addAttribute("queue", figures.queue());
    model.addAttribute("pauses", pauses.all());
    model.addAttribute("verdicts", verdicts);
    model.addAttribute("ended", verdicts.stream().mapToLong(Figures.VerdictCount::results).sum());
    model.addAttribute(
        "errors",
        verdicts.stream()
            .filter(count -> count.verdict().equals("INTERNAL_ERROR"))
            .mapToLong(Figures.VerdictCount::results)
            .sum());
    model.addAttribute("workers", workers);
    model.addAttribute("troubles", troubles.of(workers));
    model.addAttribute("alive", alive.size());
    model.addAttribute("slots", alive.stream().mapToInt(Workers.Line::slots).sum());
    model.addAttribute("used", alive.stream().mapToInt(Workers.Line::running).sum());
  }
}
