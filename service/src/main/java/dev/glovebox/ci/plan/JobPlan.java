package dev.glovebox.ci.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One job as planned. An entry of a matrix is a job of its own.
 *
 * @param name unique in the run, 1 to 255 characters of any kind: data, never a path or shell text
 * @param stage one of the run's
 * @param image what the steps run in unless they name their own
 * @param steps at least one unless the job is open; in order, all in the same workspace
 * @param afterScript lines run in a new shell after the steps, whatever came of them, or empty
 * @param afterScriptTimeout of {@code afterScript}
 * @param variables in order of precedence, the last of a name wins; values may hold {@code $NAME}
 *     unless raw, expanded when the job starts
 * @param secrets by name, resolved when the job starts
 * @param services started before the steps, in order
 * @param workspace size and place of the working directory
 * @param caches restored in order before the steps
 * @param artifacts what is kept, or empty
 * @param reports kept and read whatever came of the job
 * @param needs jobs this one waits for; empty optional: all jobs of the earlier stages
 * @param dependencies names of jobs whose artifacts are downloaded; empty optional: those of {@code
 *     needs} where given, otherwise of all earlier stages
 * @param when on what condition it starts
 * @param startIn how long after its turn it starts; zero unless delayed
 * @param allowFailure which failures do not fail the run
 * @param retry which failures are tried again
 * @param timeout from the start of preparing to the end of the steps
 * @param limits of the containers and of what is kept
 * @param network what it may reach
 * @param labels that a worker must have
 * @param resourceGroup jobs of one group in a project run one at a time
 * @param interruptible whether a newer run may end it
 * @param coverage RE2 expression that finds the coverage in the log
 * @param environment name of what is deployed to, for the record
 * @param nodeIndex which of {@code nodeTotal} parallel jobs this is, from 1
 * @param open whether further steps may come after those that are planned, or empty: none
 */
public record JobPlan(
    String name,
    String stage,
    ImageRef image,
    List<Step> steps,
    List<String> afterScript,
    Duration afterScriptTimeout,
    List<Variable> variables,
    List<SecretRef> secrets,
    List<ServicePlan> services,
    Workspace workspace,
    List<CachePlan> caches,
    Optional<ArtifactPlan> artifacts,
    Reports reports,
    Optional<List<Need>> needs,
    Optional<List<String>> dependencies,
    When when,
    Duration startIn,
    AllowFailure allowFailure,
    RetryPlan retry,
    Duration timeout,
    JobLimits limits,
    NetworkPolicy network,
    Set<String> labels,
    Optional<String> resourceGroup,
    boolean interruptible,
    Optional<String> coverage,
    Optional<String> environment,
    int nodeIndex,
    int nodeTotal,
    Optional<Open> open) {

  public JobPlan {
    steps = List.copyOf(steps);
    afterScript = List.copyOf(afterScript);
    variables = List.copyOf(variables);
    secrets = List.copyOf(secrets);
    services = List.copyOf(services);
    caches = List.copyOf(caches);
    needs = needs.map(List::copyOf);
    dependencies = dependencies.map(List::copyOf);
    labels = Set.copyOf(labels);
  }

  /**
   * What is known of a job that takes further steps. It is tried once only: nobody knows the steps
   * of another try.
   *
   * @param helper image that such steps may run in besides the job's
   */
  public record Open(Optional<ImageRef> helper) {}

  /** On what condition a job starts. */
  public enum When {
    ON_SUCCESS,
    ON_FAILURE,
    ALWAYS,
    /** Waits until somebody plays it. */
    MANUAL,
    DELAYED
  }

  /**
   * @param job name of a job of this run
   * @param artifacts whether its artifacts are downloaded
   */
  public record Need(String job, boolean artifacts) {}

  /**
   * @param any whether every failure is allowed
   * @param exitCodes the exit codes that are, where not any
   */
  public record AllowFailure(boolean any, Set<Integer> exitCodes) {

    public AllowFailure {
      exitCodes = Set.copyOf(exitCodes);
    }
  }

  /**
   * @param max further attempts, 0 to 2
   * @param on classes of failure, and single reasons, that are tried again; empty: all
   * @param exitCodes exit codes that are tried again; with {@code on}, either is enough
   */
  public record RetryPlan(int max, Set<String> on, Set<Integer> exitCodes) {

    public RetryPlan {
      on = Set.copyOf(on);
      exitCodes = Set.copyOf(exitCodes);
    }
  }

  /**
   * One step.
   *
   * @param name shown, unique in the job
   * @param lines run one after another in one shell
   * @param image its own, or empty: the job's
   * @param workdir relative to the working directory
   * @param variables of this step only
   * @param timeout its own, or empty: only the job's
   * @param when whether it runs after a failed step
   * @param continueOnError whether its failure does not fail the job
   */
  public record Step(
      String name,
      List<String> lines,
      Optional<ImageRef> image,
      String workdir,
      List<Variable> variables,
      Optional<Duration> timeout,
      Condition when,
      boolean continueOnError) {

    public Step {
      lines = List.copyOf(lines);
      variables = List.copyOf(variables);
    }
  }
}
