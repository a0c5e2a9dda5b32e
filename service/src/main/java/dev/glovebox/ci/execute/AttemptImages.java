package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.format.AllowedImages;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.sandbox.job.Held;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.ImagePull;
import dev.glovebox.sandbox.job.JobEngine;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.PullOrder;
import dev.glovebox.sandbox.job.Pulled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds the images of one attempt, or fetches them; they stay until it is closed. Used once, by one
 * thread.
 */
final class AttemptImages implements AutoCloseable {

  /** Logins of the job's own, as on GitLab. */
  private static final String LOGINS = "DOCKER_AUTH_CONFIG";

  private static final int TRIES = 3;
  private static final int LONGER_EACH_TIME = 4;

  /** What images may be fetched, and by whom, whatever the job says. */
  record Terms(AllowedImages allowed, ImageProperties properties, RegistryLogins logins) {}

  private final JobEngine engine;
  private final Terms terms;
  private final AttemptOrder order;
  private final AttemptRecord record;
  private final Cancellation cancellation;
  private final Map<ImageRef, JobImage> found = new HashMap<>();
  private final List<Held> held = new ArrayList<>();

  AttemptImages(
      JobEngine engine,
      Terms terms,
      AttemptOrder order,
      AttemptRecord record,
      Cancellation cancellation) {
    this.engine = engine;
    this.terms = terms;
    this.order = order;
    this.record = record;
    this.cancellation = cancellation;
  }

  /** What was found or fetched. */
  Map<ImageRef, JobImage> found() {
    return found;
  }

  /** Success when all are here. */
  Outcome collect() {
    Outcome outcome = new Outcome.Success();
    try {
      for (ImageRef image : wanted()) {
        if (outcome instanceof Outcome.Success) {
          outcome = collect(image);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = new Outcome.Canceled();
    }
    return outcome;
  }

  private Set<ImageRef> wanted() {
    JobPlan job = order.job();
    Set<ImageRef> wanted = new LinkedHashSet<>();
    job.steps().forEach(step -> wanted.add(step.image().orElse(job.image())));
    job.open()
        .ifPresent(open -> {
          wanted.add(job.image());
          open.helper().ifPresent(wanted::add);
        });
    job.services().forEach(service -> wanted.add(service.image()));
    return wanted;
  }

  private Outcome collect(ImageRef wanted) throws InterruptedException {
    String text = new Variables(order.variables()).expand(wanted.name());
    if (!terms.allowed().allow(text)) {
      return Failures.of(
          FailureClass.POLICY,
          "image_not_allowed",
          "The image %s is not one of those that may be used here.".formatted(text));
    }
    Optional<ImageName> name = ImageName.parse(text);
    if (name.isEmpty()) {
      return Failures.of(
          FailureClass.IMAGE, "image_not_found", "%s is no name of an image.".formatted(text));
    }
    Outcome outcome = notHere(name.get());
    for (ImageRef.Pull policy : wanted.pull()) {
      if (!(outcome instanceof Outcome.Success)) {
        outcome = collect(wanted, name.get(), policy);
      }
    }
    return outcome;
  }

  private Outcome collect(ImageRef wanted, ImageName name, ImageRef.Pull policy)
      throws InterruptedException {
    boolean lookFirst = policy != ImageRef.Pull.ALWAYS || name.isOurs();
    Optional<JobImage> here =
        lookFirst
            ? engine.image(name).filter(image -> isFor(image, wanted.platform()))
            : Optional.empty();
    if (here.isPresent()) {
      return use(wanted, name, here.get());
    }
    return policy == ImageRef.Pull.NEVER || name.isOurs() ? notHere(name) : fetch(wanted, name);
  }

  /** Variants, as in {@code linux/arm/v7}, are left to the engine. */
  private static boolean isFor(JobImage image, Optional<String> platform) {
    return platform
        .filter(
            asked -> !asked.equals(image.platform()) && !asked.startsWith(image.platform() + "/"))
        .isEmpty();
  }

  private Outcome use(ImageRef wanted, ImageName name, JobImage image) {
    found.put(wanted, image);
    held.add(engine.hold(image));
    record.image(name.toString(), image.digest().orElse(image.id()));
    return new Outcome.Success();
  }

  private static Outcome notHere(ImageName name) {
    return Failures.of(
        FailureClass.IMAGE,
        "image_not_found",
        name.isOurs()
            ? "There is no image %s on this worker: build/images builds those of Glovebox."
                .formatted(name)
            : "There is no image %s on this worker, and the pull policy lets none be fetched."
                .formatted(name));
  }

  private Outcome fetch(ImageRef wanted, ImageName name) throws InterruptedException {
    if (!terms.properties().registries().contains(name.registry())) {
      return Failures.of(
          FailureClass.POLICY,
          "image_not_allowed",
          "The image %s would have to be fetched from %s, which is none of the registries that are allowed here (glovebox.ci.images.registries)."
              .formatted(name, name.registry()));
    }
    CountDownLatch end = new CountDownLatch(1);
    Duration wait = terms.properties().again();
    for (int left = TRIES - 1; ; left--) {
      Pulled pulled = pull(wanted, name);
      Optional<Outcome> outcome = outcome(pulled, wanted, name, left > 0);
      if (outcome.isPresent()) {
        return outcome.get();
      }
      say("The next try is in %d s.".formatted(wait.toSeconds()));
      cancellation.onRise(end::countDown);
      if (end.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Canceled();
      }
      wait = wait.multipliedBy(LONGER_EACH_TIME);
    }
  }

  private Pulled pull(ImageRef wanted, ImageName name) throws InterruptedException {
    say("Pulling %s ...".formatted(name));
    Duration patience = terms.properties().patience();
    Duration whole = order.job().timeout();
    PullOrder pull =
        new PullOrder(
            name,
            wanted.platform(),
            ownLogins().of(name).or(() -> terms.logins().of(name)),
            terms.properties().largest().toBytes(),
            patience.compareTo(whole) < 0 ? patience : whole);
    try (ImagePull pulling = engine.pull(pull)) {
      cancellation.onRise(pulling::breakOff);
      return pulling.await();
    }
  }

  /** What came of it, or empty: it is to be tried again. */
  private Optional<Outcome> outcome(
      Pulled pulled, ImageRef wanted, ImageName name, boolean mayTryAgain) {
    return switch (pulled) {
      case Pulled.Here(JobImage image) -> {
        say("Pulled %s, %d MiB".formatted(image.digest().orElse(image.id()), image.bytes() >> 20));
        yield Optional.of(use(wanted, name, image));
      }
      case Pulled.BrokenOff() -> Optional.of(new Outcome.Canceled());
      case Pulled.Failed failed -> {
        Outcome.Failure failure = Failures.image(name, failed);
        say("WARNING: " + failure.sentence());
        yield failure.retryable() && mayTryAgain ? Optional.empty() : Optional.of(failure);
      }
    };
  }

  private RegistryLogins ownLogins() {
    Optional<Variable> own =
        order.variables().stream()
            .filter(variable -> variable.key().equals(LOGINS))
            .reduce((_, last) -> last)
            .filter(variable -> !variable.value().isBlank());
    try {
      return own.map(variable -> RegistryLogins.parse(variable.value(), false))
          .orElseGet(RegistryLogins::none);
    } catch (IllegalArgumentException e) {
      say("WARNING: the variable %s is left out: %s.".formatted(LOGINS, e.getMessage()));
      return RegistryLogins.none();
    }
  }

  @Override
  public void close() {
    held.forEach(Held::close);
  }

  private void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    record.output(Origin.GLOVEBOX, bytes, 0, bytes.length);
  }
}
