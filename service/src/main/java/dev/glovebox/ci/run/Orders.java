package dev.glovebox.ci.run;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.format.PredefinedVariables;
import dev.glovebox.ci.format.VariableExpansion;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.store.Caches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the executor's order of an attempt: variables, secrets, source, what others left. */
final class Orders {

  private final Blobs blobs;
  private final Inherited inherited;
  private final Secrets projectSecrets;
  private final Caches caches;

  Orders(Blobs blobs, Inherited inherited, Secrets projectSecrets, Caches caches) {
    this.blobs = blobs;
    this.inherited = inherited;
    this.projectSecrets = projectSecrets;
    this.caches = caches;
  }

  /**
   * An order, and what must not be seen.
   *
   * @param secrets values that are masked wherever they come
   * @param notes for the beginning of the log
   */
  record Ready(AttemptOrder order, List<byte[]> secrets, List<String> notes) {}

  Ready of(Attempts.Task task, String worker) {
    List<Variable> variables =
        new ArrayList<>(
            PredefinedVariables.ofJob(task.predefined(), task.plan(), start(task, worker)));
    variables.addAll(task.plan().variables());
    Inherited.Legacy legacy = inherited.of(task);
    variables.addAll(legacy.variables());
    Secrets.Given given = projectSecrets.of(task);
    variables.addAll(given.variables());
    variables.addAll(task.variables());
    List<byte[]> secrets = masked(variables, task.plan());
    Optional<String> credential =
        task.source() instanceof RunSource.Git git
            ? git.secret().flatMap(name -> projectSecrets.value(task, name))
            : Optional.empty();
    credential.ifPresent(value -> secrets.add(value.getBytes(StandardCharsets.UTF_8)));
    AttemptOrder order =
        new AttemptOrder(
            task.attempt(),
            task.plan(),
            variables,
            source(task.source(), credential),
            new RunCaches(caches, task.attempt()),
            legacy.downloads(),
            Optional.empty());
    return new Ready(order, secrets, given.notes());
  }

  /** As they are given and as the job sees them; those of steps and services too. */
  private static List<byte[]> masked(List<Variable> variables, JobPlan plan) {
    List<Variable> all = new ArrayList<>(variables);
    plan.steps().forEach(step -> all.addAll(step.variables()));
    plan.services().forEach(service -> all.addAll(service.variables()));
    VariableExpansion expansion = VariableExpansion.of(all, VariableExpansion.Unknown.EMPTY);
    return all.stream()
        .filter(Variable::masked)
        .flatMap(variable ->
            variable.raw()
                ? Stream.of(variable.value())
                : Stream.of(variable.value(), expansion.expand(variable.value())))
        .distinct()
        .map(value -> value.getBytes(StandardCharsets.UTF_8))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static PredefinedVariables.Start start(Attempts.Task task, String worker) {
    return new PredefinedVariables.Start(
        task.project().toString(),
        task.run().toString(),
        task.runNumber(),
        task.runCreated(),
        task.job().toString(),
        Instant.now(),
        switch (task.source()) {
          case RunSource.Git git -> git.url();
          case RunSource.None _, RunSource.Archive _ -> "";
        },
        // Owners of leases are a worker and one life of its.
        worker.replaceFirst("#[^#]*$", ""));
  }

  private AttemptOrder.Source source(RunSource source, Optional<String> credential) {
    return switch (source) {
      case RunSource.None _ -> new AttemptOrder.Source.None();
      case RunSource.Archive archive ->
          new AttemptOrder.Source.Archive(
              archive.format(),
              archive.strip(),
              () -> blobs.open(new Blob(archive.sha256(), archive.size())));
      case RunSource.Git git ->
          new AttemptOrder.Source.Git(
              git.url(), git.ref(), git.sha(), git.depth(), git.submodules(), credential);
    };
  }
}
