package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.worker.WorkerOrders;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The workers, and what they are ordered to do. */
@Controller
@RunsIn(Role.API)
class FleetPage {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 500;

  private final Figures figures;
  private final WorkerOrders orders;
  private final AuditLog audit;

  FleetPage(Figures figures, WorkerOrders orders, AuditLog audit) {
    this.audit = audit;
    this.figures = figures;
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

  @Transactional
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
    audit.write(person.name(), "drained a worker", worker, why);
    return "redirect:" + PATH + "/workers";
  }

  @Transactional
  @PostMapping(PATH + "/workers/work")
  String work(@RequestParam String worker, @AuthenticationPrincipal Person person) {
    orders.work(storable(worker));
    audit.write(person.name(), "let a worker work again", worker, "");
    return "redirect:" + PATH + "/workers";
  }

  private static String storable(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new Malformed("text");
    }
    return text;
  }
}
