package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.ci.format.Decision;
import dev.glovebox.ci.format.Planned;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.run.Runs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of planning.
 *
 * @param valid whether there is no error
 * @param created whether there is anything to run
 * @param reason why there is not, although it is valid
 * @param decisions for each job of a pipeline file: whether it is in the run, and what decided
 * @param expanded the pipeline file with includes, extends and references resolved
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PlanBody(
    boolean valid,
    boolean created,
    Optional<String> reason,
    List<String> stages,
    List<PlannedJobBody> jobs,
    List<DecisionBody> decisions,
    List<DiagnosticBody> errors,
    List<DiagnosticBody> warnings,
    Optional<String> expanded) {

  static PlanBody of(Planned planned) {
    List<DiagnosticBody> warnings = DiagnosticBody.of(planned.warnings());
    return switch (planned) {
      case Planned.Created created ->
          new PlanBody(
              true,
              true,
              Optional.empty(),
              created.plan().stages(),
              PlannedJobBody.of(created.plan()),
              DecisionBody.of(created.decisions()),
              List.of(),
              warnings,
              Optional.of(created.expanded()).filter(text -> !text.isEmpty()));
      case Planned.NotCreated none ->
          new PlanBody(
              true,
              false,
              Optional.of(word(none.reason())),
              List.of(),
              List.of(),
              DecisionBody.of(none.decisions()),
              List.of(),
              warnings,
              Optional.of(none.expanded()));
      case Planned.Refused refused ->
          new PlanBody(
              false,
              false,
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              DiagnosticBody.of(refused.errors()),
              warnings,
              Optional.empty());
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param waitsFor names of other jobs
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PlannedJobBody(
      String name,
      String stage,
      String image,
      String when,
      Optional<Long> startInSeconds,
      boolean allowFailure,
      long timeoutSeconds,
      List<String> labels,
      List<String> waitsFor) {

    static List<PlannedJobBody> of(RunPlan plan) {
      var edges = Runs.edges(plan);
      return plan.jobs().stream()
          .map(job -> of(job, edges.getOrDefault(job.name(), List.of())))
          .toList();
    }

    private static PlannedJobBody of(JobPlan job, List<String> waitsFor) {
      return new PlannedJobBody(
          job.name(),
          job.stage(),
          job.image().name(),
          word(job.when()),
          Optional.of(job.startIn().toSeconds()).filter(seconds -> seconds > 0),
          job.allowFailure().any(),
          job.timeout().toSeconds(),
          job.labels().stream().sorted().toList(),
          waitsFor);
    }
  }

  /**
   * @param reason {@code rule}, {@code no_rule}, {@code only}, {@code except} or {@code
   *     no_condition}
   * @param path JSON pointer of what decided
   */
  record DecisionBody(
      String job, boolean included, String reason, String path, String file, int line, int column) {

    static List<DecisionBody> of(List<Decision> decisions) {
      return decisions.stream()
          .map(d ->
              new DecisionBody(
                  d.job(),
                  d.included(),
                  word(d.reason()),
                  d.path(),
                  d.file(),
                  d.line(),
                  d.column()))
          .toList();
    }
  }
}
