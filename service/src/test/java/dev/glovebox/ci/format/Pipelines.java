package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import java.util.List;
import java.util.Map;

/** Plans texts as a push to main. */
final class Pipelines {

  private Pipelines() {}

  static Planned plan(String yaml) {
    return plan(yaml, RunContext.pushTo("main", "acme/app"), Map.of());
  }

  static Planned plan(String yaml, RunContext context, Map<String, String> files) {
    return new PipelinePlanner()
        .plan(
            new PipelineRequest(
                PipelineRequest.USUAL_FILE,
                yaml,
                SourceTree.of(files),
                context,
                PlanningPolicy.defaults()));
  }

  static RunPlan created(Planned planned) {
    assertThat(planned).isInstanceOf(Planned.Created.class);
    return ((Planned.Created) planned).plan();
  }

  static RunPlan created(String yaml) {
    return created(plan(yaml));
  }

  static JobPlan job(RunPlan plan, String name) {
    return plan.jobs().stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
  }

  /** Errors as {@code code path line:column}. */
  static List<String> refused(Planned planned) {
    assertThat(planned).isInstanceOf(Planned.Refused.class);
    return ((Planned.Refused) planned)
        .errors().stream()
            .map(e -> "%s %s %d:%d".formatted(e.code(), e.path(), e.line(), e.column()))
            .toList();
  }
}
