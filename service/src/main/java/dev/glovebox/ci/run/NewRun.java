package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.Variable;
import java.util.List;
import java.util.Optional;

/**
 * A run that is asked for.
 *
 * @param project its name, 1 to 255 characters; made if it is new
 * @param plan what is to be run
 * @param config what the plan was made of, for the record
 * @param ref branch or tag, or empty
 * @param sha commit, or empty
 * @param cause such as {@code api}, {@code push} or {@code schedule}
 * @param source of the files
 * @param predefined what its jobs are told of it, below all other variables
 * @param variables given with the request, above all others
 * @param priority 0 to 100, higher goes first
 * @param trusted whether it gets secrets and writes the caches that trusted runs read
 * @param idempotencyKey the same key again gives the same run
 */
public record NewRun(
    String project,
    RunPlan plan,
    String config,
    String ref,
    String sha,
    String cause,
    RunSource source,
    List<Variable> predefined,
    List<Variable> variables,
    int priority,
    boolean trusted,
    Optional<String> idempotencyKey) {

  /** Most jobs of a run. */
  public static final int MOST_JOBS = 500;

  public NewRun {
    predefined = List.copyOf(predefined);
    variables = List.copyOf(variables);
  }
}
