package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.JobPlan.Need;
import dev.glovebox.ci.plan.Variable;
import java.util.List;
import java.util.Optional;

/**
 * An instance that is in the run.
 *
 * @param variables of the file, rules' among them
 * @param needs as written, by the rule or the job
 */
record PlannedJob(
    Instance instance,
    JobSelection.Selected selected,
    List<Variable> variables,
    Optional<List<NeedWanted>> needs) {

  /** Needs and dependencies by the names of jobs of this run. */
  record Links(Optional<List<Need>> needs, Optional<List<String>> dependencies) {}

  String name() {
    return instance.name();
  }

  Place place() {
    return instance.definition().place();
  }

  boolean interruptible() {
    return selected
        .rule()
        .flatMap(Rule::interruptible)
        .orElse(instance.definition().interruptible());
  }

  JobPlan.When when() {
    return selected.when();
  }
}
