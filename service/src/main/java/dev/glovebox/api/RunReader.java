package dev.glovebox.api;

import dev.glovebox.ci.format.CoverageFinder;
import dev.glovebox.ci.format.PipelinePlanner;
import dev.glovebox.ci.format.PipelineRequest;
import dev.glovebox.ci.format.Planned;
import dev.glovebox.ci.format.PlanningPolicy;
import dev.glovebox.ci.format.PredefinedVariables;
import dev.glovebox.ci.format.RunContext;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobLimits;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.ci.plan.Reports;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.SecretRef;
import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.plan.Workspace;
import dev.glovebox.ci.run.NewRun;
import dev.glovebox.ci.run.RunSource;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads runs of native JSON or of a pipeline file, or tells every rule that they break. */
@Component
@RunsIn(Role.API)
class RunReader {

  private static final int NAME = 255;
  private static final int MOST_LINES = 1000;
  private static final int LONGEST_LINE = 65_536;
  private static final int MOST_NEEDS = 50;
  private static final long MEBI = 1L << 20;
  private static final Duration AFTER_SCRIPT = Duration.ofMinutes(5);
  private static final String WORKSPACE = "/builds(/[A-Za-z0-9._-]+)*";
  private static final long LEAST_WORKSPACE = 16;
  private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,254}";

  private final RunSourceReader sources;
  private final PipelineReader pipelines;
  private final NetworkPresets presets;
  private final PipelinePlanner planner;
  private final PlanningPolicy policy;
  private final KeptFieldsReader kept;
  private final ContainerFieldsReader containers;

  RunReader(
      RunSourceReader sources,
      PipelineReader pipelines,
      PipelinePlanner planner,
      PipelineProperties properties,
      NetworkPresets presets) {
    this.presets = presets;
    this.sources = sources;
    this.pipelines = pipelines;
    this.planner = planner;
    this.policy = properties.policy();
    this.containers = new ContainerFieldsReader(policy);
    this.kept = new KeptFieldsReader(properties.artifactsExpireIn());
  }

  /** Reads and plans a run of native jobs or of a pipeline file. */
  RunRequest read(UUID tenant, Fields body, String config, Optional<String> idempotencyKey) {
    String project = required(body, "project", NAME);
    String ref = body.text("ref", NAME).orElse("");
    String sha = body.text("sha", 64).orElse("");
    int priority = body.integer("priority", 0, 100).orElse(50L).intValue();
    boolean trusted = body.flag("trusted").orElse(true);
    List<Variable> variables = variables(body, "variables");
    RunSource source = sources.read(tenant, body, ref, sha);
    RunContext context =
        pipelines.context(body, new PipelineReader.Asked(project, ref, sha, variables));
    boolean isPipeline = body.has("pipeline");
    Planned planned =
        isPipeline
            ? pipeline(body, context)
            : new Planned.Created(nativePlan(body, project), List.of(), List.of(), "");
    return new RunRequest(
        planned,
        new RunRequest.Envelope(
            project,
            config,
            isPipeline ? context.ref().name() : ref,
            sha,
            context.source().text(),
            source,
            PredefinedVariables.ofRun(context),
            variables,
            priority,
            trusted,
            idempotencyKey));
  }

  private Planned pipeline(Fields body, RunContext context) {
    PipelineRequest request = pipelines.read(body, context);
    body.end();
    return body.faults().isEmpty()
        ? planner.plan(request)
        : new Planned.Refused(List.of(), List.of());
  }

  private RunPlan nativePlan(Fields body, String project) {
    String name = body.text("name", NAME).orElse("");
    List<JobPlan> jobs = jobs(body, project);
    List<String> stages = stages(body, jobs);
    Optional<RunPlan.Concurrency> concurrency = concurrency(body);
    boolean endsOnFailure = body.flag("cancelOnFailure").orElse(false);
    body.end();
    check(body, jobs, stages);
    return new RunPlan(
        name,
        stages,
        jobs,
        new RunPlan.AutoCancel(RunPlan.AutoCancel.OnNewCommit.NONE, endsOnFailure),
        concurrency);
  }

  static String required(Fields fields, String name, int most) {
    Optional<String> value = fields.text(name, most);
    if (!fields.has(name) || value.filter(String::isBlank).isPresent()) {
      fields.fault(name, "required", "is needed.");
    }
    return value.orElse("");
  }

  private static List<String> stages(Fields body, List<JobPlan> jobs) {
    return body.texts("stages", NewRun.MOST_JOBS, NAME)
        .orElseGet(() -> jobs.stream().map(JobPlan::stage).distinct().toList());
  }

  private static Optional<RunPlan.Concurrency> concurrency(Fields body) {
    return body.object("concurrency")
        .map(fields -> {
          String group = required(fields, "group", NAME);
          int limit = fields.integer("limit", 1, 1000).orElse(1L).intValue();
          RunPlan.Concurrency.Mode mode =
              word(fields, "mode", RunPlan.Concurrency.Mode.values())
                  .orElse(RunPlan.Concurrency.Mode.QUEUE);
          fields.end();
          return new RunPlan.Concurrency(group, limit, mode);
        });
  }

  static <E extends Enum<E>> Optional<E> word(Fields fields, String name, E[] values) {
    List<String> words =
        Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    return fields.word(name, words).map(word -> values[words.indexOf(word)]);
  }

  private List<JobPlan> jobs(Fields body, String project) {
    Optional<List<Fields>> items = body.objects("jobs", NewRun.MOST_JOBS);
    if (items.map(List::isEmpty).orElse(!body.has("jobs"))) {
      body.fault("jobs", "required", "needs at least one job.");
    }
    List<JobPlan> jobs = new ArrayList<>();
    for (Fields item : items.orElse(List.of())) {
      jobs.add(job(item, project));
    }
    return jobs;
  }

  private JobPlan job(Fields job, String project) {
    String name = required(job, "name", NAME);
    String stage = job.text("stage", NAME).orElse("test");
    Optional<ImageRef> image = containers.image(job, "image");
    if (image.isEmpty()) {
      job.fault("image", "required", "is needed.");
    }
    List<ServicePlan> services = containers.services(job);
    Optional<JobPlan.Open> open = open(job);
    List<JobPlan.Step> steps = steps(job, open.isPresent());
    List<String> afterScript = job.texts("afterScript", MOST_LINES, LONGEST_LINE).orElse(List.of());
    Optional<List<JobPlan.Need>> needs =
        job.texts("needs", MOST_NEEDS, NAME)
            .map(names -> names.stream().map(need -> new JobPlan.Need(need, true)).toList());
    JobPlan.When when = word(job, "when", JobPlan.When.values()).orElse(JobPlan.When.ON_SUCCESS);
    Duration startIn = seconds(job, "startInSeconds", 604_800).orElse(Duration.ZERO);
    JobPlan.AllowFailure allowFailure =
        new JobPlan.AllowFailure(job.flag("allowFailure").orElse(false), Set.of());
    JobPlan.RetryPlan retry =
        new JobPlan.RetryPlan(job.integer("retry", 0, 2).orElse(0L).intValue(), Set.of(), Set.of());
    if (open.isPresent() && retry.max() > 0) {
      job.fault("retry", "exclusive", "must be 0: an open job is tried once.");
    }
    Duration timeout =
        seconds(job, "timeoutSeconds", policy.maxTimeout().toSeconds())
            .orElse(policy.defaultTimeout());
    JobLimits limits = limits(job);
    NetworkPolicy network = network(job);
    Optional<String> resourceGroup = job.text("resourceGroup", NAME);
    boolean interruptible = job.flag("interruptible").orElse(false);
    List<Variable> variables = variables(job, "variables");
    List<SecretRef> secrets = secrets(job);
    Optional<ArtifactPlan> artifacts = kept.artifacts(job);
    Reports reports = kept.reports(job);
    List<CachePlan> caches = kept.caches(job);
    Optional<List<String>> dependencies = job.texts("dependencies", NewRun.MOST_JOBS, NAME);
    Optional<String> coverage = coverage(job);
    Workspace workspace = workspace(job, project);
    job.end();
    return new JobPlan(
        name,
        stage,
        image.orElseGet(() -> ImageRef.of("-")),
        steps,
        afterScript,
        AFTER_SCRIPT,
        variables,
        secrets,
        services,
        workspace,
        caches,
        artifacts,
        reports,
        needs,
        dependencies,
        when,
        startIn,
        allowFailure,
        retry,
        timeout,
        limits,
        network,
        Set.of(),
        resourceGroup,
        interruptible,
        coverage,
        Optional.empty(),
        1,
        1,
        open);
  }

  private Optional<JobPlan.Open> open(Fields job) {
    boolean isOpen = job.flag("open").orElse(false);
    Optional<ImageRef> helper = containers.image(job, "helperImage");
    if (helper.isPresent() && !isOpen) {
      job.fault("helperImage", "exclusive", "is for open jobs.");
    }
    return isOpen ? Optional.of(new JobPlan.Open(helper)) : Optional.empty();
  }

  private Workspace workspace(Fields job, String project) {
    String usual = "/builds/" + project.replaceAll("[^A-Za-z0-9._/-]|\\.\\.", "_");
    int most = policy.workspaceMegabytes();
    return job.object("workspace")
        .map(fields -> {
          String path = fields.text("path", 1000).orElse(usual);
          if (!path.matches(WORKSPACE) || path.contains("..")) {
            fields.fault(
                "path", "not-allowed", "must be /builds or a folder below it, of plain names.");
          }
          int megabytes =
              fields.integer("sizeMb", LEAST_WORKSPACE, most).orElse((long) most).intValue();
          fields.end();
          return new Workspace(megabytes, path);
        })
        .orElseGet(() -> new Workspace(most, usual));
  }

  private static List<SecretRef> secrets(Fields job) {
    List<SecretRef> secrets = new ArrayList<>();
    for (Fields item : job.objects("secrets", 100).orElse(List.of())) {
      String name = required(item, "name", NAME);
      String variable = item.text("variable", NAME).orElse(name);
      if (!variable.isEmpty() && !variable.matches(VARIABLE)) {
        item.fault("variable", "characters", "must be letters, digits and underscores.");
      }
      secrets.add(new SecretRef(name, variable, item.flag("file").orElse(false)));
      item.end();
    }
    return secrets;
  }

  private static Optional<String> coverage(Fields job) {
    Optional<String> pattern = job.text("coverage", 1000);
    try {
      if (pattern.isPresent()) {
        CoverageFinder.of(pattern.get());
      }
    } catch (ExpressionSyntaxException e) {
      job.fault("coverage", "not-allowed", "must be an RE2 expression between slashes.");
      return Optional.empty();
    }
    return pattern;
  }

  private List<JobPlan.Step> steps(Fields job, boolean open) {
    Optional<List<Fields>> items = job.objects("steps", 100);
    if (!open && items.map(List::isEmpty).orElse(!job.has("steps"))) {
      job.fault("steps", "required", "needs at least one step.");
    }
    List<JobPlan.Step> steps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields item : items.orElse(List.of())) {
      String name = item.text("name", NAME).orElse("script");
      if (!names.add(name)) {
        item.fault("name", "duplicate", "is the name of another step of this job.");
      }
      List<String> lines = item.texts("run", MOST_LINES, LONGEST_LINE).orElse(List.of());
      if (lines.isEmpty()) {
        item.fault("run", "required", "needs at least one line.");
      }
      steps.add(
          new JobPlan.Step(
              name,
              lines,
              containers.image(item, "image"),
              workdir(item),
              variables(item, "variables"),
              seconds(item, "timeoutSeconds", 86_400),
              word(item, "when", Condition.values()).orElse(Condition.ON_SUCCESS),
              item.flag("continueOnError").orElse(false)));
      item.end();
    }
    return steps;
  }

  private static String workdir(Fields step) {
    String workdir = step.text("workdir", 1000).filter(path -> !path.isEmpty()).orElse(".");
    if (workdir.startsWith("/") || List.of(workdir.split("/")).contains("..")) {
      step.fault("workdir", "not-allowed", "must be below the working directory.");
    }
    return workdir;
  }

  private static Optional<Duration> seconds(Fields fields, String name, long most) {
    return fields.integer(name, 1, most).map(Duration::ofSeconds);
  }

  static List<Variable> variables(Fields fields, String name) {
    List<Variable> variables = new ArrayList<>();
    for (Fields item : fields.objects(name, 1000).orElse(List.of())) {
      String key = required(item, "key", NAME);
      if (!key.isEmpty() && !key.matches(VARIABLE)) {
        item.fault("key", "characters", "must be letters, digits and underscores.");
      }
      variables.add(
          new Variable(
              key,
              item.text("value", 65_536).orElse(""),
              item.flag("masked").orElse(false),
              item.flag("raw").orElse(false),
              item.flag("file").orElse(false)));
      item.end();
    }
    return variables;
  }

  private static JobLimits limits(Fields job) {
    Optional<Fields> given = job.object("limits");
    JobLimits limits =
        new JobLimits(
            number(given, "milliCpus", 100, 64_000, 2_000),
            number(given, "memoryMb", 16, 65_536, 2_048) * MEBI,
            number(given, "pids", 16, 32_768, 1_024),
            number(given, "diskMb", 64, 1_048_576, 4_096) * MEBI,
            number(given, "logBytes", 1_024, (int) (64 * MEBI), (int) (4 * MEBI)),
            number(given, "artifactBytes", 1_024, Integer.MAX_VALUE, (int) (100 * MEBI)));
    given.ifPresent(Fields::end);
    return limits;
  }

  private static int number(Optional<Fields> given, String name, int least, int most, int usual) {
    return given
        .flatMap(fields -> fields.integer(name, least, most))
        .map(Long::intValue)
        .orElse(usual);
  }

  private NetworkPolicy network(Fields job) {
    Optional<Fields> given = job.object("network");
    if (given.isEmpty()) {
      return new NetworkPolicy.Services();
    }
    Fields fields = given.get();
    List<String> allow = fields.texts("allow", 200, NAME).orElse(List.of());
    if (allow.stream().anyMatch(host -> !host.matches(NetworkPresets.HOST))) {
      fields.fault(
          "allow", "characters", "must be hosts such as *.example.org or example.org:8443.");
    }
    List<String> named = fields.texts("presets", 50, NAME).orElse(List.of());
    for (String preset : named) {
      if (!presets.names().contains(preset)) {
        fields.fault(
            "presets",
            "not-allowed",
            "has %s, which is none of %s."
                .formatted(Shown.quoted(preset), String.join(", ", presets.names())));
      }
    }
    String mode =
        fields.word("mode", List.of("none", "services", "allowlist", "full")).orElse("services");
    if (!mode.equals("allowlist") && !allow.isEmpty()) {
      fields.fault("allow", "exclusive", "is for the mode allowlist.");
    }
    if (!mode.equals("allowlist") && !named.isEmpty()) {
      fields.fault("presets", "exclusive", "is for the mode allowlist.");
    }
    fields.end();
    return switch (mode) {
      case "none" -> new NetworkPolicy.None();
      case "allowlist" -> new NetworkPolicy.Allowlist(presets.hosts(named, allow));
      case "full" -> new NetworkPolicy.Full();
      default -> new NetworkPolicy.Services();
    };
  }

  private static void check(Fields body, List<JobPlan> jobs, List<String> stages) {
    Set<String> names = new LinkedHashSet<>();
    for (JobPlan job : jobs) {
      if (!names.add(job.name())) {
        body.fault("jobs", "duplicate", "has two jobs %s.".formatted(Shown.quoted(job.name())));
      }
      if (!stages.contains(job.stage())) {
        body.fault(
            "stages", "not-allowed", "lacks the stage %s.".formatted(Shown.quoted(job.stage())));
      }
    }
    for (JobPlan job : jobs) {
      for (JobPlan.Need need : job.needs().orElse(List.of())) {
        if (!names.contains(need.job())) {
          body.fault(
              "jobs",
              "not-allowed",
              "has a job that needs %s, which is not there.".formatted(Shown.quoted(need.job())));
        } else if (later(jobs, stages, job, need.job())) {
          body.fault(
              "jobs",
              "not-allowed",
              "has a job that needs %s of a later stage.".formatted(Shown.quoted(need.job())));
        }
      }
      for (String dependency : job.dependencies().orElse(List.of())) {
        if (!names.contains(dependency)) {
          body.fault(
              "jobs",
              "not-allowed",
              "has a job that depends on %s, which is not there."
                  .formatted(Shown.quoted(dependency)));
        }
      }
    }
    if (circular(jobs)) {
      body.fault("jobs", "circular", "need each other in a circle.");
    }
  }

  private static boolean later(
      List<JobPlan> jobs, List<String> stages, JobPlan job, String needed) {
    return jobs.stream()
        .filter(other -> other.name().equals(needed))
        .anyMatch(other -> stages.indexOf(other.stage()) > stages.indexOf(job.stage()));
  }

  /** Takes away, again and again, what needs nothing that is left. */
  private static boolean circular(List<JobPlan> jobs) {
    List<JobPlan> left = new ArrayList<>(jobs);
    boolean taken = true;
    while (taken) {
      Set<String> open = new HashSet<>(left.stream().map(JobPlan::name).toList());
      taken =
          left.removeIf(job ->
              job.needs().orElse(List.of()).stream().noneMatch(need -> open.contains(need.job())));
    }
    return left.stream().anyMatch(job -> job.needs().isPresent());
  }
}
