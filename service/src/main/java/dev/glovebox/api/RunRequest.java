package dev.glovebox.api;

import dev.glovebox.ci.format.Planned;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.run.NewRun;
import dev.glovebox.ci.run.RunSource;
import java.util.List;
import java.util.Optional;

/**
 * A run that is asked for, planned.
 *
 * @param planned what came of planning
 * @param envelope what else is asked for
 */
record RunRequest(Planned planned, Envelope envelope) {

  /**
   * What is asked for besides the jobs; as in {@link NewRun}.
   *
   * @param cause what made the run
   */
  record Envelope(
      String project,
      String config,
      String ref,
      String sha,
      String cause,
      RunSource source,
      List<Variable> predefined,
      List<Variable> variables,
      int priority,
      boolean trusted,
      Optional<String> idempotencyKey) {}

  NewRun run(RunPlan plan) {
    return new NewRun(
        envelope.project(),
        plan,
        envelope.config(),
        envelope.ref(),
        envelope.sha(),
        envelope.cause(),
        envelope.source(),
        envelope.predefined(),
        envelope.variables(),
        envelope.priority(),
        envelope.trusted(),
        envelope.idempotencyKey());
  }
}
