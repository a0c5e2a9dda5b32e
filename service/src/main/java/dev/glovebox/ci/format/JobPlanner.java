package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.JobPlan.Step;
import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.plan.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes plans of the jobs in a run, and refuses what this service cannot give them. */
final class JobPlanner {

  private static final Duration AFTER_SCRIPT = Duration.ofMinutes(5);

  private final PlanningPolicy policy;
  private final RunContext context;
  private final RuleEvaluation evaluation;

  JobPlanner(PlanningPolicy policy, RunContext context, RuleEvaluation evaluation) {
    this.policy = policy;
    this.context = context;
    this.evaluation = evaluation;
  }

  JobPlan plan(PlannedJob job, PlannedJob.Links links) {
    JobDefinition definition = job.instance().definition();
    var expansion =
        VariableExpansion.of(evaluation.variables(job.variables()), VariableExpansion.Unknown.KEPT);
    ImageRef image = image(definition, expansion);
    definition.services().forEach(service -> checkService(service, definition, expansion));
    refuseDocker(job, image, expansion);
    return new JobPlan(
        job.name(),
        definition.stage(),
        image,
        List.of(
            new Step(
                "script",
                definition.lines(),
                Optional.empty(),
                ".",
                List.of(),
                Optional.empty(),
                Condition.ON_SUCCESS,
                false)),
        definition.afterScript(),
        AFTER_SCRIPT,
        job.variables(),
        List.of(),
        definition.services(),
        new Workspace(policy.workspaceMegabytes(), "/builds/" + context.project().path()),
        definition.caches(),
        definition.artifacts(),
        definition.reports(),
        links.needs(),
        links.dependencies(),
        job.when(),
        job.selected().startIn(),
        job.selected().allowFailure(),
        definition.retry(),
        definition.timeout(),
        policy.limits(),
        policy.network(),
        labels(definition, expansion),
        definition.resourceGroup(),
        job.interruptible(),
        definition.coverage(),
        definition.environment(),
        job.instance().index(),
        job.instance().total(),
        Optional.empty());
  }

  private ImageRef image(JobDefinition job, VariableExpansion expansion) {
    Optional<ImageRef> image = job.image().or(() -> policy.defaultImage().map(ImageRef::of));
    if (image.isEmpty()) {
      job.place().refuse("missing_image", "%s needs an image".formatted(job.name()));
      return ImageRef.of("none");
    }
    if (job.image().isPresent()) {
      checkAllowed(image.get(), job.place().field("image").orElse(job.place()), expansion);
    }
    return image.get();
  }

  private void checkService(ServicePlan service, JobDefinition job, VariableExpansion expansion) {
    checkAllowed(service.image(), job.place().field("services").orElse(job.place()), expansion);
  }

  private void checkAllowed(ImageRef image, Place place, VariableExpansion expansion) {
    String name = expansion.expand(image.name());
    if (!policy.allowsImage(name)) {
      place.refuse(
          "image_not_allowed",
          "the image %s is not allowed here; allowed are %s"
              .formatted(name, String.join(", ", policy.allowedImages())));
    }
  }

  /** A Docker engine inside a job would need privileges that no job gets. */
  private static void refuseDocker(PlannedJob job, ImageRef image, VariableExpansion expansion) {
    boolean service =
        job.instance().definition().services().stream()
            .map(one -> expansion.expand(one.image().name()))
            .anyMatch(name -> isDocker(name) && name.contains("dind"));
    boolean host = job.variables().stream().map(Variable::key).anyMatch("DOCKER_HOST"::equals);
    if (service || host || isDocker(expansion.expand(image.name()))) {
      job.place()
          .refuse(
              "docker_not_available",
              "'%s' job needs a Docker engine, which jobs do not get: build images with a builder"
                      .formatted(job.name())
                  + " that needs none, where your administrator allows one");
    }
  }

  private static boolean isDocker(String image) {
    return image.replaceFirst("^docker\\.io/(library/)?", "").matches("docker([:@].*)?");
  }

  private Set<String> labels(JobDefinition job, VariableExpansion expansion) {
    Set<String> labels =
        job.tags().stream()
            .flatMap(tag -> tag.text().stream())
            .map(expansion::expand)
            .collect(Collectors.toSet());
    boolean served =
        labels.isEmpty()
            || policy.workerLabels().isEmpty()
            || policy.workerLabels().stream().anyMatch(of -> of.containsAll(labels));
    if (served) {
      return labels;
    }
    List<String> sorted = new ArrayList<>(labels);
    sorted.sort(String::compareTo);
    Place place = job.place().field("tags").orElse(job.place());
    if (policy.strictTags()) {
      place.refuse(
          "no_worker",
          "no worker has the tags %s: remove them, or ask for such a worker"
              .formatted(String.join(", ", sorted)));
      return labels;
    }
    place.warn("tags_left_out", "no worker has the tags %s: they are left out".formatted(sorted));
    return Set.of();
  }
}
