package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.worker.WorkerOrders;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The workers, what they are ordered to do, and whose work waits for them. */
@Controller
@RunsIn(Role.API)
class FleetPage {

  private static final Logger log = LoggerFactory.getLogger(FleetPage.class);
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 500;

  private final Figures figures;
  private final Fleet fleet;
  private final WorkerOrders orders;

  FleetPage(Figures figures, Fleet fleet, WorkerOrders orders) {
    this.figures = figures;
    this.fleet = fleet;
    this.orders = orders;
  }

  @GetMapping(PATH + "/workers")
  String workers(Model model) {
    model.addAttribute("workers", figures.workers());
    model.addAttribute(
        "orders",
        orders.all().stream()
            .collect(Collectors.toMap(WorkerOrders.Drain::worker, Function.identity())));
    return "dashboard/workers";
  }

  @GetMapping(PATH + "/queue")
  String queue(Model model) {
    model.addAttribute("lines", fleet.queue());
    return "dashboard/queue";
  }

  @PostMapping(PATH + "/workers/drain")
  String drain(
      @RequestParam String worker,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal Person person) {
    String why = reason.strip();
    if (why.isEmpty() || why.length() > LONGEST_REASON || worker.length() > LONGEST_NAME) {
      throw new Malformed("reason");
    }
    orders.drain(storable(worker), storable(why), person.name());
    log.info("{} drains worker {}: {}", person.name(), worker, why);
    return "redirect:" + PATH + "/workers";
  }

  @PostMapping(PATH + "/workers/work")
  String work(@RequestParam String worker, @AuthenticationPrincipal Person person) {
    orders.work(storable(worker));
    log.info("{} lets worker {} work again", person.name(), worker);
    return "redirect:" + PATH + "/workers";
  }

  private static String storable(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new Malformed("text");
    }
    return text;
  }
}
