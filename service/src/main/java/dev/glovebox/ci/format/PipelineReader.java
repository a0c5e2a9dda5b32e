package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.plan.RunPlan.AutoCancel;
import dev.glovebox.ci.plan.RunPlan.AutoCancel.OnNewCommit;
import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a document whose includes, extends and references are resolved. */
final class PipelineReader {

  private static final Set<String> RESERVED =
      Set.of(
          "default",
          "include",
          "stages",
          "variables",
          "workflow",
          "spec",
          "image",
          "services",
          "before_script",
          "after_script",
          "cache",
          "types");

  /** Names that are taken for something else on GitLab. */
  private static final Set<String> NO_JOB_NAMES = Set.of("true", "false", "nil", "pages:deploy");

  private static final List<String> OLD_DEFAULTS =
      List.of("image", "services", "cache", "before_script", "after_script");

  private static final Set<String> DEFAULTS =
      Set.of(
          "after_script",
          "artifacts",
          "before_script",
          "cache",
          "hooks",
          "id_tokens",
          "image",
          "interruptible",
          "retry",
          "services",
          "tags",
          "timeout");

  private static final int LONGEST_NAME = 255;

  private final Place root;
  private final PlanningPolicy policy;
  private final Map<String, Field> defaults = new LinkedHashMap<>();

  private PipelineReader(Place root, PlanningPolicy policy) {
    this.root = root;
    this.policy = policy;
  }

  static Pipeline read(Fields document, PlanningPolicy policy, Problems problems) {
    return new PipelineReader(Place.top(document, problems), policy).pipeline();
  }

  private Pipeline pipeline() {
    readDefaults();
    List<String> stages = stages();
    List<Variable> variables =
        root.field("variables").map(VariablesReader::ofFile).orElse(List.of());
    Optional<Place> workflow = root.field("workflow");
    workflow.ifPresent(place -> place.onlyKeys(Set.of("name", "rules", "auto_cancel")));
    return new Pipeline(
        stages,
        variables,
        workflow.flatMap(place -> place.field("name")).flatMap(Place::text),
        workflow.flatMap(place -> place.field("rules")).map(RulesReader::ofWorkflow),
        workflow
            .flatMap(place -> place.field("auto_cancel"))
            .map(RulesReader::autoCancel)
            .orElse(new AutoCancel(OnNewCommit.CONSERVATIVE, false)),
        jobs(stages));
  }

  private void readDefaults() {
    Optional<Place> given = root.field("default");
    given.ifPresent(place -> place.onlyKeys(DEFAULTS));
    for (String key : OLD_DEFAULTS) {
      Optional<Place> old = root.field(key);
      if (old.isPresent() && given.flatMap(place -> place.field(key)).isPresent()) {
        old.get()
            .refuse(
                "given_twice",
                "%s is given here and in default: keep that in default".formatted(key));
      }
      old.ifPresent(place -> defaults.put(key, new Field(place.mark(), place.node())));
    }
    given.ifPresent(place ->
        place
            .fields()
            .forEach((key, value) -> defaults.put(key, new Field(value.mark(), value.node()))));
  }

  private List<String> stages() {
    Optional<Place> old = root.field("types");
    old.ifPresent(place -> place.warn("old_key", "types is an old name of stages: write stages"));
    List<String> named =
        root.field("stages")
            .or(() -> old)
            .map(Place::texts)
            .orElse(List.of("build", "test", "deploy"));
    Set<String> stages = new LinkedHashSet<>();
    stages.add(".pre");
    named.stream().filter(stage -> !stage.equals(".post")).forEach(stages::add);
    stages.add(".post");
    return List.copyOf(stages);
  }

  private List<JobDefinition> jobs(List<String> stages) {
    var reader = new JobReader(policy);
    List<JobDefinition> jobs = new ArrayList<>();
    for (Map.Entry<String, Place> entry : root.fields().entrySet()) {
      String name = entry.getKey();
      Place place = entry.getValue();
      if (RESERVED.contains(name) || name.startsWith(".") || place.isNull()) {
        continue;
      }
      if (isJob(name, place)) {
        reader.read(withDefaults(place)).ifPresent(jobs::add);
      }
    }
    for (JobDefinition job : jobs) {
      checkStage(job, stages);
    }
    if (jobs.isEmpty() && !root.problems().anyErrors()) {
      root.refuse("no_jobs", "jobs config should contain at least one visible job");
    }
    return jobs;
  }

  private static boolean isJob(String name, Place place) {
    if (NO_JOB_NAMES.contains(name) || name.isBlank() || name.length() > LONGEST_NAME) {
      place.refuse(
          "bad_job_name",
          "a job cannot be named like this: take another name of 1 to 255 characters");
      return false;
    }
    if (!place.isFields()) {
      place.refuse("unknown_key", "jobs:%s config should be a map with a script".formatted(name));
      return false;
    }
    if (name.equals("pages")) {
      place.warn("ignored_key", "pages is a job like others: nothing is published");
    }
    return true;
  }

  private static void checkStage(JobDefinition job, List<String> stages) {
    if (!stages.contains(job.stage())) {
      job.place()
          .field("stage")
          .orElse(job.place())
          .refuse(
              "unknown_stage",
              "%s job: chosen stage %s does not exist; available stages are %s"
                  .formatted(job.name(), job.stage(), String.join(", ", stages)));
    }
  }

  /** The job with what it inherits for every key that it does not have itself. */
  private Place withDefaults(Place job) {
    Map<String, Field> fields = new LinkedHashMap<>(((Fields) job.node()).fields());
    Optional<Place> inherit = job.field("inherit").flatMap(place -> place.field("default"));
    Set<String> inherited =
        inherit.isEmpty()
            ? defaults.keySet()
            : inherit.get().isItems()
                ? Set.copyOf(inherit.get().texts())
                : inherit.get().truth().orElse(true) ? defaults.keySet() : Set.of();
    defaults.forEach((key, field) -> {
      if (inherited.contains(key) && job.field(key).isEmpty()) {
        fields.put(key, field);
      }
    });
    return new Place(Fields.of(fields, job.node().mark()), job.mark(), job.path(), job.problems());
  }
}
