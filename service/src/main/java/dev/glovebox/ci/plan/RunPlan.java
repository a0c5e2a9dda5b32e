package dev.glovebox.ci.plan;

import java.util.List;
import java.util.Optional;

/**
 * A run as planned: rules evaluated, matrices expanded, needs resolved.
 *
 * @param name title, or empty
 * @param stages in order, with {@code .pre} first and {@code .post} last where jobs use them; every
 *     job's stage is one of them
 * @param jobs in the order of the file; names are unique
 * @param autoCancel when a newer run of the same ref ends this one
 * @param concurrency how many runs of a group go on at a time, or empty: no bound
 */
public record RunPlan(
    String name,
    List<String> stages,
    List<JobPlan> jobs,
    AutoCancel autoCancel,
    Optional<Concurrency> concurrency) {

  public RunPlan {
    stages = List.copyOf(stages);
    jobs = List.copyOf(jobs);
  }

  /**
   * @param onNewCommit what a newer run of the same ref ends
   * @param onJobFailure whether the failure of one job ends all the others
   */
  public record AutoCancel(OnNewCommit onNewCommit, boolean onJobFailure) {

    /** What happens to an older run of the same ref. */
    public enum OnNewCommit {
      /** Ended unless a job that is not interruptible has started. */
      CONSERVATIVE,
      /** Its interruptible jobs are ended. */
      INTERRUPTIBLE,
      NONE
    }
  }

  /**
   * @param group name, within the project
   * @param limit runs at a time, from 1
   */
  public record Concurrency(String group, int limit, Mode mode) {

    /** What happens to a run beyond the limit. */
    public enum Mode {
      /** It waits its turn. */
      QUEUE,
      /** It ends the older ones. */
      CANCEL_OLDER,
      /** It takes the place of older ones that wait. */
      CANCEL_QUEUED,
      /** It is refused. */
      REJECT_NEW
    }
  }
}
