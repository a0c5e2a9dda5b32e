package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobSpace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The services of an attempt. Used by one thread, but for {@link #breakOff}. */
final class Services {

  private static final int LINES_SHOWN = 100;
  private static final String PORT_VARIABLE = "HEALTHCHECK_TCP_PORT";

  private final JobSpace space;
  private final Map<ImageRef, JobImage> images;
  private final JobPlan job;
  private final List<Variable> variables;
  private final AttemptRecord record;
  private final List<RunningService> running = new ArrayList<>();
  private final CountDownLatch brokenOff = new CountDownLatch(1);

  /**
   * @param images of all services
   */
  Services(
      JobSpace space, Map<ImageRef, JobImage> images, AttemptOrder order, AttemptRecord record) {
    this.space = space;
    this.images = images;
    this.job = order.job();
    this.variables = order.variables();
    this.record = record;
  }

  /** Host names of all. */
  List<String> names() {
    return job.services().stream()
        .flatMap(service ->
            ServiceNames.of(service, new Variables(variables).expand(service.image().name()))
                .all()
                .stream())
        .toList();
  }

  /** Starts them all, in order, then waits until each is ready. */
  Outcome start() {
    if (job.services().isEmpty()) {
      return new Outcome.Success();
    }
    try (Section section = Section.start(record, Phase.SERVICES, "")) {
      for (ServicePlan service : job.services()) {
        RunningService one = make(service);
        running.add(one);
        one.start();
      }
      Outcome outcome = awaitReady();
      section.end(outcome instanceof Outcome.Success ? 0 : 1);
      return outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Canceled();
    }
  }

  private RunningService make(ServicePlan service) {
    JobImage image = image(service);
    List<Variable> its = new ArrayList<>(variables);
    its.addAll(service.variables());
    Variables known = new Variables(its.stream().filter(variable -> !variable.file()).toList());
    List<String> command = new ArrayList<>(service.image().entrypoint().orElse(image.entrypoint()));
    command.addAll(service.command().orElse(image.command()));
    ServiceNames names = ServiceNames.of(service, known.expand(service.image().name()));
    return new RunningService(
        service,
        names.first(),
        job.limits().diskBytes(),
        space.container(
            new ContainerOrder(
                image.id(),
                command,
                false,
                service.image().user().orElse(image.user()),
                Optional.empty(),
                known.values(),
                names.all(),
                job.limits().milliCpus(),
                job.limits().memoryBytes(),
                job.limits().processes(),
                Attempt.largestFile(job))));
  }

  private JobImage image(ServicePlan service) {
    return Objects.requireNonNull(images.get(service.image()));
  }

  private Outcome awaitReady() throws InterruptedException {
    List<Integer> ports = ports();
    for (int i = 0; i < running.size(); i++) {
      RunningService service = running.get(i);
      if (service.awaitReady(image(job.services().get(i)), ports, brokenOff)) {
        say("%s is ready".formatted(service.name()));
        continue;
      }
      if (brokenOff.getCount() == 0) {
        return new Outcome.Canceled();
      }
      Outcome.Failure failure = notReady(service);
      if (service.isRequired()) {
        say("The last lines of %s:\n%s".formatted(service.name(), service.lastLines(LINES_SHOWN)));
        return failure;
      }
      say("WARNING: %s The job goes on.".formatted(failure.sentence()));
    }
    return new Outcome.Success();
  }

  private List<Integer> ports() {
    String wanted = new Variables(variables).values().getOrDefault(PORT_VARIABLE, "");
    return wanted.matches("[0-9]{1,5}") ? List.of(Integer.parseInt(wanted)) : List.of();
  }

  private static Outcome.Failure notReady(RunningService service) {
    return service
        .ended()
        .map(how ->
            exited(
                service, "The service %s %s before it was ready.".formatted(service.name(), how)))
        .orElseGet(() ->
            Failures.of(
                FailureClass.SERVICE,
                "service_not_ready",
                "The service %s was not ready after %d s."
                    .formatted(service.name(), service.readyTimeout().toSeconds())));
  }

  /** What to say of the job because of its services, once a step has ended. */
  Optional<Outcome.Failure> broken() {
    return running.stream()
        .filter(service -> service.isRequired() && service.hasFailed())
        .findFirst()
        .map(service ->
            exited(
                service,
                "The service %s %s while the job ran."
                    .formatted(service.name(), service.ended().orElse("ended"))));
  }

  /** One that was lost may do well another time, unless it was lost for a reason of its own. */
  private static Outcome.Failure exited(RunningService service, String sentence) {
    return new Outcome.Failure(
        FailureClass.SERVICE,
        "service_exited",
        sentence,
        Optional.empty(),
        Optional.empty(),
        service.isLost());
  }

  /** Nobody waits for them any more; from any thread. */
  void breakOff() {
    brokenOff.countDown();
  }

  /** Ends them and shows what each wrote, in a section of its own. */
  void stop() {
    for (RunningService service : running) {
      Optional<String> ended = service.ended();
      service.stop();
      try (Section section = Section.start(record, Phase.SERVICES, service.name())) {
        byte[] log = service.log();
        record.output(Origin.SERVICE, log, 0, log.length);
        ended.ifPresent(how -> say("%s had ended: it %s".formatted(service.name(), how)));
        section.end(service.hasFailed() && ended.isPresent() ? 1 : 0);
      }
    }
  }

  private void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    record.output(Origin.GLOVEBOX, bytes, 0, bytes.length);
  }
}
