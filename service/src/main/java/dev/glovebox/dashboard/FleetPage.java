package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.selftest.SelfTest;
import dev.glovebox.selftest.SelfTests;
import dev.glovebox.worker.WorkerOrders;
import dev.glovebox.worker.WorkerOrders.Kind;
import dev.glovebox.worker.Workers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The workers, what they are ordered to do, and what their self-tests say. */
@Controller
@RunsIn(Role.API)
class FleetPage {

  private static final String ALL = PATH + "/workers";
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_NAME = 500;

  private final Workers workers;
  private final WorkerOrders orders;
  private final SelfTests tests;
  private final AuditLog audit;

  FleetPage(Workers workers, WorkerOrders orders, SelfTests tests, AuditLog audit) {
    this.workers = workers;
    this.orders = orders;
    this.tests = tests;
    this.audit = audit;
  }

  @GetMapping(ALL)
  String list(Model model) {
    model.addAttribute("workers", workers.all());
    model.addAttribute("curl", Curl.get("/api/v1/admin/workers"));
    return "dashboard/workers";
  }

  /** One worker; its name may hold anything that a path may not. */
  @GetMapping(ALL + "/worker")
  String show(@RequestParam MultiValueMap<String, String> parameters, Model model) {
    var asked = new Asked(parameters);
    String name = asked.required("name", LONGEST_NAME);
    Workers.Line worker = workers.find(name).orElseThrow(NotThere::new);
    List<SelfTest> newest = tests.newest(name);
    Optional<UUID> chosen =
        asked
            .value("test", UUID::fromString)
            .or(() -> newest.stream().findFirst().map(SelfTest::id));
    model.addAttribute("worker", worker);
    model.addAttribute("tests", newest);
    model.addAttribute("test", chosen.flatMap(tests::find));
    model.addAttribute("curl", Curl.get("/api/v1/admin/workers"));
    return "dashboard/worker";
  }

  @Transactional
  @PostMapping(ALL + "/drain")
  String drain(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    give(Kind.DRAIN, "drained a worker", new Asked(parameters), person);
    return "redirect:" + ALL;
  }

  @Transactional
  @PostMapping(ALL + "/work")
  String work(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    String worker = new Asked(parameters).required("worker", LONGEST_NAME);
    if (orders.takeBack(Kind.DRAIN, worker)) {
      audit.write(person.name(), "let a worker work again", worker, "");
    }
    return "redirect:" + ALL;
  }

  @Transactional
  @PostMapping(ALL + "/disable")
  String disable(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    return back(give(Kind.DISABLE, "disabled a worker", new Asked(parameters), person));
  }

  /** Enabling asks for a reason too: whoever disabled it had one. */
  @Transactional
  @PostMapping(ALL + "/enable")
  String enable(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    var asked = new Asked(parameters);
    String worker = asked.required("worker", LONGEST_NAME);
    String reason = asked.required("reason", LONGEST_REASON);
    if (orders.takeBack(Kind.DISABLE, worker)) {
      audit.write(person.name(), "enabled a worker", worker, reason);
    }
    return back(worker);
  }

  @PostMapping(ALL + "/self-test")
  String selfTest(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Person person) {
    String worker = new Asked(parameters).required("worker", LONGEST_NAME);
    if (workers.find(worker).isEmpty()) {
      throw new NotThere();
    }
    try {
      tests.ask(worker, person.name());
    } catch (SelfTests.AlreadyAsked _) {
      // the page shows the one that is under way
    }
    return back(worker);
  }

  private String give(Kind kind, String action, Asked asked, Person person) {
    String worker = asked.required("worker", LONGEST_NAME);
    String reason = asked.required("reason", LONGEST_REASON);
    orders.give(kind, worker, reason, person.name());
    audit.write(person.name(), action, worker, reason);
    return worker;
  }

  private static String back(String worker) {
    return "redirect:" + Troubles.page(worker);
  }
}
