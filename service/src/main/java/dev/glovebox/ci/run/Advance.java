package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What comes next in a run, and where the run is: a function of where its jobs are. A job waits for
 * those it needs, otherwise for all of the earlier stages. What failed and may fail counts as
 * passed, and so does, for the order of stages, what was skipped and a manual job that may fail.
 */
final class Advance {

  private final Map<String, Job> byName = new HashMap<>();
  private final List<Job> jobs;

  Advance(List<Job> jobs) {
    this.jobs = jobs;
    jobs.forEach(job -> byName.put(job.name(), job));
  }

  /**
   * A job as far as it decides what comes next.
   *
   * @param stage index of its stage
   * @param needs names of the jobs it waits for; empty: all of the earlier stages
   */
  record Job(
      UUID id,
      String name,
      int stage,
      Optional<Set<String>> needs,
      JobPlan.When when,
      JobPlan.AllowFailure allowFailure,
      JobState state,
      Optional<Integer> exitCode) {

    Job in(JobState other) {
      return new Job(id, name, stage, needs, when, allowFailure, other, exitCode);
    }

    boolean failureAllowed() {
      return allowFailure.any() || exitCode.filter(allowFailure.exitCodes()::contains).isPresent();
    }

    boolean failed() {
      return state == JobState.FAILED && !failureAllowed();
    }
  }

  /** What happens to a job now. */
  record Step(Job job, Next next) {}

  /** What a job that waited for others comes to. */
  enum Next {
    START,
    WAIT_FOR_PLAY,
    WAIT_FOR_TIME,
    SKIP
  }

  /** Everything that has its turn now; what that skips is gone on from. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Job job : jobs) {
        Job now = now(job);
        Optional<Next> next = now.state() == JobState.CREATED ? next(now) : Optional.empty();
        if (next.isPresent()) {
          steps.add(new Step(job, next.get()));
          byName.put(job.name(), now.in(stateAfter(next.get())));
          more = true;
        }
      }
    }
    return steps;
  }

  private static JobState stateAfter(Next next) {
    return switch (next) {
      case START -> JobState.QUEUED;
      case WAIT_FOR_PLAY -> JobState.MANUAL;
      case WAIT_FOR_TIME -> JobState.SCHEDULED;
      case SKIP -> JobState.SKIPPED;
    };
  }

  private Optional<Next> next(Job job) {
    List<Job> before = predecessors(job);
    if (before.stream().anyMatch(other -> open(job, other))) {
      return Optional.empty();
    }
    boolean passed = before.stream().allMatch(other -> passed(job, other));
    return Optional.of(
        switch (job.when()) {
          case ON_SUCCESS -> passed ? Next.START : Next.SKIP;
          case MANUAL -> passed ? Next.WAIT_FOR_PLAY : Next.SKIP;
          case DELAYED -> passed ? Next.WAIT_FOR_TIME : Next.SKIP;
          case ON_FAILURE -> before.stream().anyMatch(Job::failed) ? Next.START : Next.SKIP;
          case ALWAYS -> Next.START;
        });
  }

  private List<Job> predecessors(Job job) {
    if (job.needs().isPresent()) {
      Set<String> needed = job.needs().get();
      return jobs.stream().filter(other -> needed.contains(other.name())).map(this::now).toList();
    }
    return jobs.stream().filter(other -> other.stage() < job.stage()).map(this::now).toList();
  }

  private Job now(Job job) {
    return byName.getOrDefault(job.name(), job);
  }

  private static boolean open(Job job, Job before) {
    return !before.state().ended() && !optionalManual(job, before);
  }

  private static boolean passed(Job job, Job before) {
    return before.state() == JobState.SUCCESS
        || (before.state() == JobState.FAILED && before.failureAllowed())
        || (before.state() == JobState.SKIPPED && job.needs().isEmpty())
        || optionalManual(job, before);
  }

  private static boolean optionalManual(Job job, Job before) {
    return job.needs().isEmpty()
        && before.state() == JobState.MANUAL
        && before.allowFailure().any();
  }

  /**
   * Where a run is.
   *
   * @param waits whether it waits for its turn in its concurrency group
   */
  static RunState state(List<Job> jobs, boolean waits) {
    if (waits && jobs.stream().noneMatch(job -> job.state().ended())) {
      return RunState.WAITING;
    }
    boolean begun = jobs.stream().anyMatch(j -> j.state().atWork() || j.state().ended());
    boolean goesOn =
        jobs.stream()
            .anyMatch(j ->
                j.state().active()
                    || j.state() == JobState.SCHEDULED
                    || j.state() == JobState.WAITING_RESOURCE);
    if (goesOn) {
      return begun ? RunState.RUNNING : RunState.PENDING;
    }
    boolean blocked =
        jobs.stream().anyMatch(j -> j.state() == JobState.MANUAL && !j.allowFailure().any());
    if (jobs.stream().anyMatch(Job::failed)) {
      return RunState.FAILED;
    }
    if (jobs.stream().anyMatch(j -> j.state() == JobState.CANCELED)) {
      return RunState.CANCELED;
    }
    return blocked || jobs.stream().anyMatch(j -> j.state() == JobState.CREATED)
        ? RunState.BLOCKED
        : RunState.SUCCESS;
  }

  /** Whether something failed that may fail. */
  static boolean warns(List<Job> jobs) {
    return jobs.stream().anyMatch(j -> j.state() == JobState.FAILED && j.failureAllowed());
  }
}
