package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobLimits;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.ci.plan.Reports;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.SecretRef;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.plan.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans for tests. */
final class Plans {

  private Plans() {}

  static JobPlan job(String name, String stage, JobPlan.When when, String... needs) {
    return job(name, stage, when, false, 0, 1 << 20, Optional.empty(), List.of(), needs);
  }

  static JobPlan job(
      String name,
      String stage,
      JobPlan.When when,
      boolean mayFail,
      int retry,
      long logBytes,
      Optional<String> resourceGroup,
      List<Variable> variables,
      String... needs) {
    return new JobPlan(
        name,
        stage,
        ImageRef.of("alpine"),
        List.of(
            new JobPlan.Step(
                "script",
                List.of("true"),
                Optional.empty(),
                ".",
                List.of(),
                Optional.empty(),
                Condition.ON_SUCCESS,
                false)),
        List.of(),
        Duration.ofMinutes(5),
        variables,
        List.of(),
        List.of(),
        new Workspace(16, "/builds/p"),
        List.of(),
        Optional.empty(),
        Reports.NONE,
        needs.length == 0
            ? Optional.empty()
            : Optional.of(List.of(needs).stream().map(n -> new JobPlan.Need(n, true)).toList()),
        Optional.empty(),
        when,
        when == JobPlan.When.DELAYED ? Duration.ofMillis(50) : Duration.ZERO,
        new JobPlan.AllowFailure(mayFail, Set.of()),
        new JobPlan.RetryPlan(retry, Set.of(), Set.of()),
        Duration.ofMinutes(10),
        new JobLimits(1000, 1 << 26, 64, 1 << 26, logBytes, 1 << 20),
        new NetworkPolicy.Allowlist(List.of("example.org")),
        Set.of(),
        resourceGroup,
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        1,
        Optional.empty());
  }

  static JobPlan job(String name, String stage) {
    return job(name, stage, JobPlan.When.ON_SUCCESS);
  }

  /** The same job with an expression that finds its coverage. */
  static JobPlan covered(JobPlan job, String pattern) {
    return with(job, List.of(), Optional.of(pattern), Optional.empty());
  }

  /** The same job with secrets that it asks for. */
  static JobPlan secret(JobPlan job, SecretRef... secrets) {
    return with(job, List.of(secrets), Optional.empty(), Optional.empty());
  }

  /** The same job, taking further steps. */
  static JobPlan open(JobPlan job, JobPlan.Open open) {
    return with(job, List.of(), Optional.empty(), Optional.of(open));
  }

  private static JobPlan with(
      JobPlan job,
      List<SecretRef> secrets,
      Optional<String> coverage,
      Optional<JobPlan.Open> open) {
    return new JobPlan(
        job.name(),
        job.stage(),
        job.image(),
        job.steps(),
        job.afterScript(),
        job.afterScriptTimeout(),
        job.variables(),
        secrets,
        job.services(),
        job.workspace(),
        job.caches(),
        job.artifacts(),
        job.reports(),
        job.needs(),
        job.dependencies(),
        job.when(),
        job.startIn(),
        job.allowFailure(),
        job.retry(),
        job.timeout(),
        job.limits(),
        job.network(),
        job.labels(),
        job.resourceGroup(),
        job.interruptible(),
        coverage,
        job.environment(),
        job.nodeIndex(),
        job.nodeTotal(),
        open);
  }

  /** The same run, not trusted. */
  static NewRun untrusted(NewRun run) {
    return of(run, run.project(), run.ref(), false);
  }

  /** The same run of another project and ref. */
  static NewRun of(NewRun run, String project, String ref, boolean trusted) {
    return new NewRun(
        project,
        run.plan(),
        run.config(),
        ref,
        run.sha(),
        run.cause(),
        run.source(),
        run.predefined(),
        run.variables(),
        run.priority(),
        trusted,
        run.idempotencyKey());
  }

  static NewRun run(JobPlan... jobs) {
    return run(Optional.empty(), Optional.empty(), jobs);
  }

  static NewRun run(
      Optional<RunPlan.Concurrency> concurrency, Optional<String> key, JobPlan... jobs) {
    return new NewRun(
        "acme/app",
        new RunPlan(
            "",
            List.of("build", "test", "deploy"),
            List.of(jobs),
            new RunPlan.AutoCancel(RunPlan.AutoCancel.OnNewCommit.NONE, false),
            concurrency),
        "{}",
        "main",
        "",
        "api",
        new RunSource.None(),
        List.of(Variable.of("CI_COMMIT_REF_NAME", "main")),
        List.of(),
        50,
        true,
        key);
  }
}
