package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.RunPlan.AutoCancel;
import dev.glovebox.ci.plan.Variable;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline file as written, before any rule is looked at.
 *
 * @param stages in order, {@code .pre} first and {@code .post} last
 * @param variables of the whole file
 * @param workflowRules empty optional: every run is created
 * @param jobs in the order of the file
 */
record Pipeline(
    List<String> stages,
    List<Variable> variables,
    Optional<String> name,
    Optional<List<Rule>> workflowRules,
    AutoCancel autoCancel,
    List<JobDefinition> jobs) {}
