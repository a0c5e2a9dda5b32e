package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.Equipment.Outage;
import dev.glovebox.selftest.SelfTest;
import dev.glovebox.selftest.SelfTests;
import dev.glovebox.worker.WorkerOrders.Kind;
import dev.glovebox.worker.WorkerOrders.Order;
import dev.glovebox.worker.Workers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** What somebody should look at, each with the page on which something can be done about it. */
@Component
@RunsIn(Role.API)
class Troubles {

  private final SelfTests tests;
  private final Shown shown = new Shown();

  Troubles(SelfTests tests) {
    this.tests = tests;
  }

  /**
   * Something that is not as it should be.
   *
   * @param what a few words
   * @param detail more of it; may be empty
   * @param link page to go to, encoded
   */
  record Trouble(String what, String detail, String link) {}

  /** Of these workers. */
  List<Trouble> of(List<Workers.Line> workers) {
    var troubles = new ArrayList<Trouble>();
    for (Workers.Line worker : workers) {
      for (Order order : worker.order(Kind.DISABLE).stream().toList()) {
        troubles.add(
            new Trouble(
                "Worker %s is disabled".formatted(worker.name()),
                "by %s: %s".formatted(order.by(), order.reason()),
                page(worker.name())));
      }
      for (Outage outage : worker.outage().filter(_ -> !worker.silent()).stream().toList()) {
        troubles.add(
            new Trouble(
                "The engine of worker %s gives no sandboxes".formatted(worker.name()),
                "since %s; it takes no work until it does: %s"
                    .formatted(shown.time(outage.since()), outage.reason()),
                page(worker.name())));
      }
      if (worker.silent()) {
        troubles.add(
            new Trouble(
                "Worker %s is silent".formatted(worker.name()),
                "for %d minutes; what it had is done by others"
                    .formatted(worker.silentSeconds() / 60),
                page(worker.name())));
      }
    }
    tests.latest().forEach(test -> of(test, troubles));
    return troubles;
  }

  private static void of(SelfTest test, List<Trouble> troubles) {
    switch (test.state()) {
      case FAILED ->
          troubles.add(
              new Trouble(
                  "The self-test of worker %s has failed".formatted(test.worker()),
                  test.message(),
                  page(test.worker())));
      case INCOMPLETE ->
          troubles.add(
              new Trouble(
                  "The self-test of worker %s is incomplete".formatted(test.worker()),
                  test.message(),
                  page(test.worker())));
      case WAITING, RUNNING, PASSED -> {}
    }
  }

  /** The page of a worker, encoded. */
  static String page(String worker) {
    return UriComponentsBuilder.fromPath(PATH + "/workers/worker")
        .queryParam("name", "{name}")
        .encode()
        .buildAndExpand(worker)
        .toUriString();
  }
}
