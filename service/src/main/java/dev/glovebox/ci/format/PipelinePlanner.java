package dev.glovebox.ci.format;

import dev.glovebox.ci.format.Planned.NotCreated.Reason;
import dev.glovebox.ci.format.yaml.Mark;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.RunPlan.AutoCancel;
import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans a pipeline file in a subset of GitLab CI YAML. A file of supported keys is planned as
 * GitLab would; a key that is not supported is refused where leaving it out would change results,
 * and warned of where it would not.
 */
public final class PipelinePlanner {

  private static final int MOST_JOBS = 500;

  /** Jobs that are looked at, in the run or not: a small file can define very many. */
  private static final int MOST_INSTANCES = 10_000;

  /** Plans; never fails, whatever the content. */
  public Planned plan(PipelineRequest request) {
    var problems = new Problems();
    var evaluation = new RuleEvaluation(request.context(), request.source());
    Optional<Fields> loaded = new Includes(request, evaluation, problems).load();
    if (loaded.isEmpty() || problems.anyErrors()) {
      return refused(problems);
    }
    Fields resolved = References.resolve(Extends.resolve(loaded.get(), problems), problems);
    Optional<String> expanded = ExpandedYaml.write(resolved);
    if (expanded.isEmpty()) {
      problems.error(
          "pipeline_too_large",
          "",
          new Mark(request.file(), 1, 1),
          "the pipeline has more than 1 MiB once includes, extends and references are resolved");
    }
    if (problems.anyErrors()) {
      return refused(problems);
    }
    Pipeline pipeline = PipelineReader.read(resolved, request.policy(), problems);
    if (problems.anyErrors()) {
      return refused(problems);
    }
    return new Planning(request, pipeline, evaluation, problems, expanded.orElseThrow()).plan();
  }

  private static Planned refused(Problems problems) {
    return new Planned.Refused(problems.errors(), problems.warnings());
  }

  /** One pipeline that is valid as a file. */
  private record Planning(
      PipelineRequest request,
      Pipeline pipeline,
      RuleEvaluation evaluation,
      Problems problems,
      String expanded) {

    Planned plan() {
      List<Variable> globals = new ArrayList<>(pipeline.variables());
      AutoCancel autoCancel = pipeline.autoCancel();
      if (pipeline.workflowRules().isPresent()) {
        Optional<Rule> rule =
            evaluation.first(pipeline.workflowRules().get(), evaluation.variables(globals));
        if (rule.isEmpty() || rule.get().never()) {
          return problems.anyErrors()
              ? refused(problems)
              : new Planned.NotCreated(
                  Reason.WORKFLOW_RULES, List.of(), problems.warnings(), expanded);
        }
        globals.addAll(rule.get().variables());
        autoCancel = rule.get().autoCancel().orElse(autoCancel);
      }
      List<Decision> decisions = new ArrayList<>();
      List<PlannedJob> jobs = select(globals, decisions);
      List<JobPlan> plans = link(jobs);
      if (problems.anyErrors()) {
        return refused(problems);
      }
      boolean onlyEdges =
          plans.stream().allMatch(job -> Set.of(".pre", ".post").contains(job.stage()));
      if (onlyEdges) {
        return new Planned.NotCreated(Reason.NO_JOBS, decisions, problems.warnings(), expanded);
      }
      return new Planned.Created(
          new RunPlan(name(globals), stages(plans), plans, autoCancel, Optional.empty()),
          decisions,
          problems.warnings(),
          expanded);
    }

    private List<PlannedJob> select(List<Variable> globals, List<Decision> decisions) {
      var selection = new JobSelection(request.context(), evaluation);
      List<PlannedJob> jobs = new ArrayList<>();
      for (JobDefinition definition : pipeline.jobs()) {
        for (Instance instance : Instance.of(definition)) {
          List<Variable> own = instance.variables(globals);
          List<Variable> known =
              new ArrayList<>(
                  PredefinedVariables.ofPlannedJob(
                      instance.name(), definition.stage(), instance.index(), instance.total()));
          known.addAll(evaluation.variables(own));
          JobSelection.Verdict verdict = selection.select(definition, known);
          decisions.add(Decision.of(instance.name(), verdict));
          verdict.selected().map(selected -> planned(instance, selected, own)).ifPresent(jobs::add);
        }
        if (jobs.size() > MOST_JOBS || decisions.size() > MOST_INSTANCES) {
          definition
              .place()
              .refuse(
                  "too_many_jobs",
                  "a run may have at most 500 jobs, of at most 10000 that the file defines");
          return List.of();
        }
      }
      return jobs;
    }

    private static PlannedJob planned(
        Instance instance, JobSelection.Selected selected, List<Variable> own) {
      List<Variable> variables = new ArrayList<>(own);
      selected.rule().ifPresent(rule -> variables.addAll(rule.variables()));
      Optional<List<NeedWanted>> needs =
          selected.rule().flatMap(Rule::needs).or(() -> instance.definition().needs());
      return new PlannedJob(instance, selected, lastOfEach(variables), needs);
    }

    /** The last of each name, which is the one that counts. */
    private static List<Variable> lastOfEach(List<Variable> variables) {
      Set<String> seen = new HashSet<>();
      List<Variable> last = new ArrayList<>();
      for (Variable variable : variables.reversed()) {
        if (seen.add(variable.key())) {
          last.addFirst(variable);
        }
      }
      return last;
    }

    private List<JobPlan> link(List<PlannedJob> jobs) {
      var needs = new NeedsResolver(pipeline.stages(), pipeline.jobs(), jobs);
      var planner = new JobPlanner(request.policy(), request.context(), evaluation);
      Set<String> names = new HashSet<>();
      List<JobPlan> plans = new ArrayList<>();
      for (PlannedJob job : jobs) {
        if (!names.add(job.name()) || job.name().length() > 255) {
          job.place()
              .refuse(
                  "bad_job_name",
                  "the name \"%s\" is there twice or longer than 255 characters"
                      .formatted(job.name()));
        }
        plans.add(planner.plan(job, needs.links(job)));
      }
      needs.checkCircles(jobs);
      return plans;
    }

    private List<String> stages(List<JobPlan> plans) {
      Set<String> used = plans.stream().map(JobPlan::stage).collect(Collectors.toSet());
      return pipeline.stages().stream()
          .filter(stage -> !Set.of(".pre", ".post").contains(stage) || used.contains(stage))
          .toList();
    }

    private String name(List<Variable> globals) {
      return VariableExpansion.of(evaluation.variables(globals), VariableExpansion.Unknown.EMPTY)
          .expand(pipeline.name().orElse(""));
    }
  }
}
