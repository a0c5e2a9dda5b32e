package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobContainer.Ended;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobOutput;
import dev.glovebox.sandbox.job.JobSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One attempt in its space, from its source to its artifacts. Used once, by one thread. */
final class Attempt {

  private final JobSpace space;
  private final Map<ImageRef, JobImage> images;
  private final AttemptOrder order;
  private final JobPlan job;
  private final AttemptRecord record;
  private final Cancellation cancellation;
  private final ExecutorProperties properties;
  private final long began;
  private final WorkspaceFiles files;
  private final Services services;
  private final CacheFiles caches;
  private final WayOut wayOut = new WayOut();
  private final Map<ImageRef, JobContainer> containers = new LinkedHashMap<>();
  private Outcome outcome = new Outcome.Success();

  /**
   * @param images of all steps and services
   * @param began when preparing began, in the nanoseconds of {@link System#nanoTime}
   */
  Attempt(
      JobSpace space,
      Map<ImageRef, JobImage> images,
      AttemptOrder order,
      AttemptRecord record,
      Cancellation cancellation,
      ExecutorProperties properties,
      long began) {
    this.space = space;
    this.images = images;
    this.order = order;
    this.job = order.job();
    this.record = record;
    this.cancellation = cancellation;
    this.properties = properties;
    this.began = began;
    this.files = new WorkspaceFiles(space, record);
    this.services = new Services(space, images, order, record);
    this.caches = new CacheFiles(files, order);
  }

  Outcome execute() {
    cancellation.onRise(services::breakOff);
    worse(openWayOut());
    if (outcome instanceof Outcome.Success) {
      worse(services.start());
    }
    if (outcome instanceof Outcome.Success) {
      fill();
      steps();
    }
    services.stop();
    tellDenied();
    if (!isForced()) {
      keep();
    }
    return outcome;
  }

  private boolean isProxied() {
    return switch (job.network()) {
      case NetworkPolicy.Full(), NetworkPolicy.Allowlist _ -> true;
      case NetworkPolicy.None(), NetworkPolicy.Services() -> false;
    };
  }

  private Outcome openWayOut() {
    try {
      return !isProxied() || wayOut.open(space, job.network(), properties.privateHosts())
          ? new Outcome.Success()
          : Failures.engine(
              new SandboxException(SandboxException.Kind.ENGINE, "the proxy did not start"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Canceled();
    }
  }

  private void tellDenied() {
    for (WayOut.Denied denied : wayOut.denied()) {
      record.denied(denied.host(), denied.port());
      files.say("Denied by the network policy: %s:%d\n".formatted(denied.host(), denied.port()));
    }
  }

  private void steps() {
    for (JobPlan.Step step : job.steps()) {
      if (isDue(step.when())) {
        Outcome ofStep = step(step);
        worse(withServices(ofStep));
      }
    }
    if (!isForced() && !job.afterScript().isEmpty() && !isTimedOut() && !containers.isEmpty()) {
      afterScript();
    }
  }

  /** Caches first, as on GitLab; reports are kept whatever came of the job. */
  private void keep() {
    Variables variables = new Variables(order.variables());
    Outcome ofSteps = outcome;
    caches.save(ofSteps);
    worse(files.keep(job.reports(), variables));
    job.artifacts()
        .filter(plan -> isKept(plan.when(), ofSteps))
        .ifPresent(plan -> worse(files.keep(plan, variables, job.limits().artifactBytes())));
  }

  /** Whether a step runs now; none does once the end was asked for or the time is over. */
  private boolean isDue(Condition condition) {
    return switch (condition) {
      case ON_SUCCESS -> outcome instanceof Outcome.Success;
      case ON_FAILURE -> outcome instanceof Outcome.Failure && !isTimedOut();
      case ALWAYS -> !(outcome instanceof Outcome.Canceled) && !isTimedOut();
    };
  }

  /** Whether artifacts are kept; after a timeout too, for they may tell why. */
  static boolean isKept(Condition condition, Outcome ofSteps) {
    return switch (condition) {
      case ON_SUCCESS -> ofSteps instanceof Outcome.Success;
      case ON_FAILURE -> ofSteps instanceof Outcome.Failure;
      case ALWAYS -> true;
    };
  }

  private boolean isForced() {
    return cancellation.mode() == Cancellation.Mode.FORCE;
  }

  private boolean isTimedOut() {
    return isOver(outcome);
  }

  /** A service that broke is the reason, unless time was up or the end was asked for. */
  private Outcome withServices(Outcome ofStep) {
    return ofStep instanceof Outcome.Canceled || isOver(ofStep)
        ? ofStep
        : services.broken().<Outcome>map(failure -> failure).orElse(ofStep);
  }

  /** The first thing that goes wrong is the outcome. */
  private void worse(Outcome next) {
    if (outcome instanceof Outcome.Success) {
      outcome = next;
    }
  }

  private void fill() {
    if (order.source() instanceof AttemptOrder.Source.Archive(var format, int strip, var content)) {
      worse(files.lay(Phase.SOURCE, "", format, strip, content));
    }
    if (outcome instanceof Outcome.Success) {
      caches.restore();
    }
    for (AttemptOrder.Download download : order.artifacts()) {
      if (outcome instanceof Outcome.Success) {
        worse(
            files.lay(
                Phase.ARTIFACTS_DOWNLOAD,
                download.name(),
                download.format(),
                0,
                download.content()));
      }
    }
  }

  private Outcome step(JobPlan.Step step) {
    try (Section section = Section.start(record, Phase.STEP, step.name())) {
      Duration left = job.timeout().minus(Duration.ofNanos(System.nanoTime() - began));
      if (!left.isPositive()) {
        return Failures.timeout("job_timeout", "The job", job.timeout());
      }
      JobContainer container =
          containers.computeIfAbsent(
              step.image().orElse(job.image()), image -> space.container(container(image)));
      Outcome result = run(section, container, step, left);
      return step.continueOnError() && result instanceof Outcome.Failure && !isOver(result)
          ? new Outcome.Success()
          : result;
    }
  }

  /** Whether the job has no time for anything more. */
  private static boolean isOver(Outcome result) {
    return result instanceof Outcome.Failure failure && failure.reason().equals("job_timeout");
  }

  private ContainerOrder container(ImageRef wanted) {
    JobImage image = Objects.requireNonNull(images.get(wanted));
    return new ContainerOrder(
        image.id(),
        wanted.entrypoint().orElse(image.entrypoint()),
        true,
        wanted.user().orElse(image.user()),
        Optional.of(job.workspace().path()),
        isProxied() ? WayOut.environment(services.names()) : Map.of(),
        List.of(),
        job.limits().milliCpus(),
        job.limits().memoryBytes(),
        job.limits().processes(),
        largestFile(job));
  }

  /**
   * No file grows beyond what there may be in all; in the workspace, which may hold more, its own
   * size is the bound.
   */
  static long largestFile(JobPlan job) {
    return Math.max(job.limits().diskBytes(), (long) job.workspace().megabytes() << 20);
  }

  private Outcome run(Section section, JobContainer container, JobPlan.Step step, Duration left) {
    List<Variable> variables = new ArrayList<>(order.variables());
    variables.addAll(step.variables());
    byte[] script = script(variables, step.workdir(), step.lines());
    try (Ending ending = new Ending(container, properties.grace());
        DiskWatch _ =
            DiskWatch.start(
                container, job.limits().diskBytes(), () -> ending.begin(Ending.Cause.DISK))) {
      cancellation.onRise(() -> ending.rise(cancellation.mode()));
      if (ending.cause() != null) {
        return new Outcome.Canceled();
      }
      ending.after(left, Ending.Cause.JOB_TIME);
      step.timeout().ifPresent(time -> ending.after(time, Ending.Cause.STEP_TIME));
      Ended ended = container.run(script, output(), ending::started);
      section.end(ended.exitCode());
      return switch (ending.cause()) {
        case CANCELED -> new Outcome.Canceled();
        case JOB_TIME -> Failures.timeout("job_timeout", "The job", job.timeout());
        case STEP_TIME ->
            Failures.timeout(
                "step_timeout", "The step " + step.name(), step.timeout().orElse(Duration.ZERO));
        case DISK -> Failures.disk(step.name(), job.limits().diskBytes());
        case null ->
            ended.exitCode() == 0 ? new Outcome.Success() : Failures.step(step.name(), ended);
      };
    }
  }

  /** What comes of it changes nothing. */
  private void afterScript() {
    JobContainer container =
        containers.getOrDefault(job.image(), containers.values().iterator().next());
    List<Variable> variables = new ArrayList<>(order.variables());
    variables.add(Variable.of("CI_JOB_STATUS", status()));
    try (Section section = Section.start(record, Phase.AFTER_SCRIPT, "");
        Ending ending = new Ending(container, properties.grace());
        DiskWatch _ =
            DiskWatch.start(
                container, job.limits().diskBytes(), () -> ending.begin(Ending.Cause.DISK))) {
      ending.after(job.afterScriptTimeout(), Ending.Cause.STEP_TIME);
      cancellation.onRise(() -> {
        if (isForced()) {
          ending.rise(Cancellation.Mode.FORCE);
        }
      });
      Ended ended =
          container.run(script(variables, ".", job.afterScript()), output(), ending::started);
      section.end(ended.exitCode());
    }
  }

  private String status() {
    return switch (outcome) {
      case Outcome.Success _ -> "success";
      case Outcome.Failure _ -> "failed";
      case Outcome.Canceled _ -> "canceled";
    };
  }

  private byte[] script(List<Variable> variables, String workdir, List<String> lines) {
    String directory = job.workspace().path() + (workdir.equals(".") ? "" : "/" + workdir);
    Variables known = new Variables(variables);
    return new ShellScript(known.values(), known.files(), directory, lines).bytes();
  }

  private JobOutput output() {
    return (error, bytes, offset, length) ->
        record.output(error ? Origin.ERR : Origin.OUT, bytes, offset, length);
  }
}
