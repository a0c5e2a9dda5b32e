package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CachePlan;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt in its space, from its source to its artifacts. Used once, by one thread. */
final class Attempt {

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

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

  /**
   * @throws SandboxException when the engine failed before anything else had ended the job: what
   *     has come of it by then stays
   */
  Outcome execute() {
    try {
      inOrder();
    } catch (SandboxException e) {
      if (outcome instanceof Outcome.Success) {
        throw e;
      }
      log.warn("The engine failed after the end of a job was known", e);
      files.say("The engine failed then: what follows, and what was to be kept, may be missing.\n");
    }
    return outcome;
  }

  private void inOrder() {
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
    order.further().ifPresent(this::further);
    if (!isForced() && !job.afterScript().isEmpty() && !isTimedOut() && !containers.isEmpty()) {
      afterScript();
    }
  }

  /** Whoever opened the job decides what a failed step means for the next. */
  private void further(FurtherSteps further) {
    try {
      boolean more = !isTimedOut();
      while (more && cancellation.mode() == Cancellation.Mode.NONE) {
        cancellation.onRise(further::wake);
        more = next(further);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      worse(new Outcome.Canceled());
    }
    if (cancellation.mode() != Cancellation.Mode.NONE) {
      worse(new Outcome.Canceled());
    }
  }

  /** Waits for one further step and runs it; returns whether there may be more. */
  private boolean next(FurtherSteps further) throws InterruptedException {
    Duration left = left();
    boolean idles = left.compareTo(properties.openIdle()) > 0;
    return switch (further.next(idles ? properties.openIdle() : left)) {
      case FurtherSteps.Next.Finished() -> false;
      case FurtherSteps.Next.Step step -> {
        Outcome ofStep = withServices(step(further, step));
        worse(ofStep);
        yield !isOver(ofStep);
      }
      case FurtherSteps.Next.Nothing() -> {
        if (cancellation.mode() == Cancellation.Mode.NONE) {
          worse(idles ? Failures.idle(properties.openIdle()) : jobTimeout());
        }
        yield false;
      }
    };
  }

  private Outcome step(FurtherSteps further, FurtherSteps.Next.Step step) {
    ImageRef image =
        step.helper() ? job.open().flatMap(JobPlan.Open::helper).orElse(job.image()) : job.image();
    Variables known = new Variables(order.variables());
    byte[] script =
        new ShellScript(known.values(), known.files(), job.workspace().path(), List.of())
            .before(step.script());
    Outcome result = new Outcome.Canceled();
    try (Section section = Section.start(record, Phase.STEP, step.name())) {
      further.started(step);
      result =
          run(
              section,
              in(image),
              new Script(step.name(), script, Optional.empty(), () -> further.written(step)),
              left());
    } finally {
      further.ended(step, result);
    }
    return result;
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
      worse(
          keepsUntracked()
              ? files.laySource(format, strip, content)
              : files.lay(Phase.SOURCE, "", format, strip, content));
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

  private boolean keepsUntracked() {
    return job.artifacts().filter(ArtifactPlan::untracked).isPresent()
        || job.caches().stream().anyMatch(CachePlan::untracked);
  }

  private Outcome step(JobPlan.Step step) {
    try (Section section = Section.start(record, Phase.STEP, step.name())) {
      List<Variable> variables = new ArrayList<>(order.variables());
      variables.addAll(step.variables());
      Outcome result =
          run(
              section,
              in(step.image().orElse(job.image())),
              new Script(
                  step.name(),
                  script(variables, step.workdir(), step.lines()),
                  step.timeout(),
                  () -> {}),
              left());
      return step.continueOnError() && result instanceof Outcome.Failure && !isOver(result)
          ? new Outcome.Success()
          : result;
    }
  }

  private JobContainer in(ImageRef image) {
    return containers.computeIfAbsent(image, wanted -> space.container(container(wanted)));
  }

  /** What is left of the job's time. */
  private Duration left() {
    return job.timeout().minus(Duration.ofNanos(System.nanoTime() - began));
  }

  private Outcome.Failure jobTimeout() {
    return Failures.timeout("job_timeout", "The job", job.timeout());
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

  /**
   * What a step runs.
   *
   * @param name of the step
   * @param text for the shell
   * @param timeout its own, or empty: only the job's
   * @param written called when all of its output has come
   */
  private record Script(String name, byte[] text, Optional<Duration> timeout, Runnable written) {}

  private Outcome run(Section section, JobContainer container, Script script, Duration left) {
    if (!left.isPositive()) {
      return jobTimeout();
    }
    try (Ending ending = new Ending(container, properties.grace());
        DiskWatch _ = DiskWatch.start(container, job.limits().diskBytes(), ending::begin)) {
      cancellation.onRise(() -> ending.rise(cancellation.mode()));
      if (ending.cause() != null) {
        return new Outcome.Canceled();
      }
      ending.after(left, Ending.Cause.JOB_TIME);
      script.timeout().ifPresent(time -> ending.after(time, Ending.Cause.STEP_TIME));
      Outcome came = ran(section, container, script, ending);
      return early(ending, script).orElse(came);
    }
  }

  /** Lets it run to its end; where it was being ended, an engine that fails is no reason. */
  private Outcome ran(Section section, JobContainer container, Script script, Ending ending) {
    try {
      Ended ended = container.run(script.text(), output(), ending::started);
      script.written().run();
      section.end(ended.exitCode());
      return ended.exitCode() == 0 ? new Outcome.Success() : Failures.step(script.name(), ended);
    } catch (SandboxException e) {
      if (ending.cause() == null) {
        throw e;
      }
      log.warn("The engine failed while a step was being ended", e);
      return Failures.engine(e);
    }
  }

  /** What it was ended for before its own end. */
  private Optional<Outcome> early(Ending ending, Script script) {
    return Optional.ofNullable(ending.cause())
        .<Outcome>map(cause ->
            switch (cause) {
              case CANCELED -> new Outcome.Canceled();
              case JOB_TIME -> jobTimeout();
              case STEP_TIME ->
                  Failures.timeout(
                      "step_timeout",
                      "The step " + script.name(),
                      script.timeout().orElse(Duration.ZERO));
              case DISK -> Failures.disk(script.name(), job.limits().diskBytes());
              case UNMEASURED -> Failures.unmeasured(script.name());
            });
  }

  /** What comes of it changes nothing. */
  private void afterScript() {
    JobContainer container =
        containers.getOrDefault(job.image(), containers.values().iterator().next());
    List<Variable> variables = new ArrayList<>(order.variables());
    variables.add(Variable.of("CI_JOB_STATUS", status()));
    try (Section section = Section.start(record, Phase.AFTER_SCRIPT, "");
        Ending ending = new Ending(container, properties.grace());
        DiskWatch _ = DiskWatch.start(container, job.limits().diskBytes(), ending::begin)) {
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
