package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobEngine;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobSpace;
import dev.glovebox.sandbox.job.SpaceNetwork;
import java.io.IOException;
import java.util.Map;

/** Executes attempts in containers. */
final class ContainerJobExecutor implements JobExecutor {

  private final JobEngine engine;
  private final ExecutorProperties properties;
  private final AttemptImages.Terms terms;

  ContainerJobExecutor(JobEngine engine, ExecutorProperties properties, AttemptImages.Terms terms) {
    this.engine = engine;
    this.properties = properties;
    this.terms = terms;
  }

  @Override
  public Outcome execute(AttemptOrder order, AttemptRecord record, Cancellation cancellation) {
    long began = System.nanoTime();
    try (Section preparing = Section.start(record, Phase.PREPARE, "");
        AttemptImages wanted = new AttemptImages(engine, terms, order, record, cancellation)) {
      Outcome collected = wanted.collect();
      if (!(collected instanceof Outcome.Success)) {
        return collected;
      }
      Map<ImageRef, JobImage> images = wanted.found();
      AttemptOrder.Source source =
          GitFetch.asAsked(order.source(), new Variables(order.variables()).values());
      return source instanceof AttemptOrder.Source.Git git
          ? fetchAndExecute(git, images, order, record, cancellation, preparing, began)
          : execute(order.from(source), images, record, cancellation, preparing, began);
    } catch (Variables.TooLarge e) {
      return Failures.of(FailureClass.POLICY, "config_error", String.valueOf(e.getMessage()));
    } catch (SandboxException e) {
      return Failures.engine(e);
    }
  }

  private Outcome fetchAndExecute(
      AttemptOrder.Source.Git git,
      Map<ImageRef, JobImage> images,
      AttemptOrder order,
      AttemptRecord record,
      Cancellation cancellation,
      Section preparing,
      long began) {
    try (Spool archive = new Spool((long) order.job().workspace().megabytes() << 20)) {
      preparing.end(0);
      Outcome fetched =
          new GitFetch(engine, properties).into(archive, git, order, record, cancellation);
      return fetched instanceof Outcome.Success
          ? execute(
              order.from(new AttemptOrder.Source.Archive("tar.zst", 0, archive::open)),
              images,
              record,
              cancellation,
              preparing,
              began)
          : fetched;
    } catch (IOException e) {
      return Failures.engine(
          new SandboxException(
              SandboxException.Kind.ENGINE, "the repository could not be spooled: " + e, e));
    }
  }

  private Outcome execute(
      AttemptOrder order,
      Map<ImageRef, JobImage> images,
      AttemptRecord record,
      Cancellation cancellation,
      Section preparing,
      long began) {
    Outcome outcome;
    try (JobSpace space =
        engine.open(order.attempt(), order.job().workspace().megabytes(), network(order.job()))) {
      preparing.end(0);
      outcome =
          new Attempt(space, images, order, record, cancellation, properties, began).execute();
      record.started(Phase.CLEANUP, "");
    }
    record.ended(Phase.CLEANUP, "", 0);
    return outcome;
  }

  private static SpaceNetwork network(JobPlan job) {
    return switch (job.network()) {
      case NetworkPolicy.Full(), NetworkPolicy.Allowlist _ -> SpaceNetwork.PROXIED;
      case NetworkPolicy.None() -> SpaceNetwork.NONE;
      case NetworkPolicy.Services() ->
          job.services().isEmpty() ? SpaceNetwork.NONE : SpaceNetwork.INTERNAL;
    };
  }
}
