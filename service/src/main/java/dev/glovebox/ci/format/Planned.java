package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.RunPlan;
import java.util.List;

/** What came of planning. */
public sealed interface Planned {

  /** What is not as it should be but does not change results. */
  List<Diagnostic> warnings();

  /**
   * There is something to run.
   *
   * @param plan what
   * @param decisions why each job is in it, or is not
   * @param expanded the document with includes, extends and references resolved, as YAML
   */
  record Created(RunPlan plan, List<Decision> decisions, List<Diagnostic> warnings, String expanded)
      implements Planned {
    public Created {
      decisions = List.copyOf(decisions);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The pipeline is valid, and there is nothing to run.
   *
   * @param decisions why no job is in it; none if the workflow decided
   * @param expanded as in {@link Created}
   */
  record NotCreated(
      Reason reason, List<Decision> decisions, List<Diagnostic> warnings, String expanded)
      implements Planned {
    public NotCreated {
      decisions = List.copyOf(decisions);
      warnings = List.copyOf(warnings);
    }

    /** Why not. */
    public enum Reason {
      /** No rule of {@code workflow} holds, or one that does says never. */
      WORKFLOW_RULES,
      /** The rules of all jobs leave them out, or only {@code .pre} and {@code .post} are left. */
      NO_JOBS
    }
  }

  /**
   * The pipeline is not valid here.
   *
   * @param errors at least one
   */
  record Refused(List<Diagnostic> errors, List<Diagnostic> warnings) implements Planned {
    public Refused {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }
}
