package dev.glovebox.ci.format;

import dev.glovebox.ci.format.RunContext.Commit;
import dev.glovebox.ci.format.RunContext.MergeRequest;
import dev.glovebox.ci.format.RunContext.Ref;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables that the service sets, by the names that GitLab gives them. They have the lowest
 * precedence.
 */
public final class PredefinedVariables {

  private static final int SHORT_SHA = 8;

  private final List<Variable> variables = new ArrayList<>();

  private PredefinedVariables() {}

  /** Those that are known before anything is planned. */
  public static List<Variable> ofRun(RunContext context) {
    var all = new PredefinedVariables();
    all.set("CI", "true");
    all.set("CI_SERVER", "yes");
    all.set("GITLAB_CI", String.valueOf(context.server().isGitlab()));
    all.set("CI_SERVER_NAME", context.server().name());
    all.set("CI_SERVER_URL", context.server().url());
    String host = URI.create(context.server().url()).getHost();
    all.set("CI_SERVER_HOST", host == null ? "" : host);
    all.set("CI_CONFIG_PATH", PipelineRequest.USUAL_FILE);
    all.set("CI_PIPELINE_SOURCE", context.source().text());
    all.set("CI_DISPOSABLE_ENVIRONMENT", "true");
    all.set("CI_DEFAULT_BRANCH", context.defaultBranch());
    all.project(context);
    all.commit(context.commit(), context.ref());
    context.mergeRequest().ifPresent(all::mergeRequest);
    return List.copyOf(all.variables);
  }

  private void set(String key, String value) {
    variables.add(new Variable(key, value, false, true, false));
  }

  private void setIfKnown(String key, String value) {
    if (!value.isEmpty()) {
      set(key, value);
    }
  }

  private void project(RunContext context) {
    String path = context.project().path();
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    set("CI_PROJECT_ID", context.project().id());
    set("CI_PROJECT_NAME", name);
    set("CI_PROJECT_TITLE", name);
    set("CI_PROJECT_NAMESPACE", slash < 0 ? "" : path.substring(0, slash));
    set("CI_PROJECT_PATH", path);
    set("CI_PROJECT_PATH_SLUG", Slug.of(path));
    set("CI_PROJECT_URL", context.server().url() + "/" + path);
  }

  private void commit(Commit commit, Ref ref) {
    set("CI_COMMIT_SHA", commit.sha());
    set(
        "CI_COMMIT_SHORT_SHA",
        commit.sha().substring(0, Math.min(SHORT_SHA, commit.sha().length())));
    set("CI_COMMIT_BEFORE_SHA", commit.before().isEmpty() ? "0".repeat(40) : commit.before());
    set("CI_COMMIT_REF_NAME", ref.name());
    set("CI_COMMIT_REF_SLUG", Slug.of(ref.name()));
    switch (ref.kind()) {
      case BRANCH -> set("CI_COMMIT_BRANCH", ref.name());
      case TAG -> set("CI_COMMIT_TAG", ref.name());
      case MERGE_REQUEST -> {}
    }
    set("CI_COMMIT_REF_PROTECTED", String.valueOf(ref.isProtected()));
    String message = commit.message();
    int end = message.indexOf('\n');
    set("CI_COMMIT_MESSAGE", message);
    set("CI_COMMIT_TITLE", end < 0 ? message : message.substring(0, end));
    set("CI_COMMIT_DESCRIPTION", end < 0 ? "" : message.substring(end + 1).strip());
    set("CI_COMMIT_AUTHOR", commit.author());
    set("CI_COMMIT_TIMESTAMP", commit.timestamp());
  }

  private void mergeRequest(MergeRequest request) {
    // No number across projects is known here; rules ask whether there is one.
    set("CI_MERGE_REQUEST_ID", request.iid());
    set("CI_MERGE_REQUEST_IID", request.iid());
    set("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", request.sourceBranch());
    set("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", request.targetBranch());
    setIfKnown("CI_MERGE_REQUEST_DIFF_BASE_SHA", request.diffBaseSha());
    setIfKnown("CI_MERGE_REQUEST_TITLE", request.title());
    setIfKnown("CI_MERGE_REQUEST_LABELS", String.join(",", request.labels()));
    setIfKnown("CI_MERGE_REQUEST_PROJECT_PATH", request.projectPath());
    set("CI_MERGE_REQUEST_EVENT_TYPE", "detached");
    set("CI_MERGE_REQUEST_REF_PATH", "refs/merge-requests/" + request.iid() + "/head");
  }

  /** Those of a job that are known when it is planned. */
  static List<Variable> ofPlannedJob(String name, String stage, int index, int total) {
    var all = new PredefinedVariables();
    all.set("CI_JOB_NAME", name);
    all.set("CI_JOB_NAME_SLUG", Slug.of(name));
    all.set("CI_JOB_STAGE", stage);
    if (total > 1) {
      all.set("CI_NODE_INDEX", String.valueOf(index));
    }
    all.set("CI_NODE_TOTAL", String.valueOf(total));
    return List.copyOf(all.variables);
  }

  /** All of a job that starts: those of the run, of the planned job, and of this attempt. */
  public static List<Variable> ofJob(List<Variable> ofRun, JobPlan job, Start start) {
    var all = new PredefinedVariables();
    all.variables.addAll(ofRun);
    all.variables.addAll(ofPlannedJob(job.name(), job.stage(), job.nodeIndex(), job.nodeTotal()));
    job.environment()
        .ifPresent(name -> all.variables.add(Variable.of("CI_ENVIRONMENT_NAME", name)));
    all.variables.add(Variable.of("CI_JOB_IMAGE", job.image().name()));
    all.run(start, serverUrl(ofRun));
    all.set("CI_JOB_STARTED_AT", seconds(start.started()));
    all.set("CI_JOB_TIMEOUT", String.valueOf(job.timeout().toSeconds()));
    all.set("CI_JOB_STATUS", "running");
    if (job.when() == JobPlan.When.MANUAL) {
      all.set("CI_JOB_MANUAL", "true");
    }
    all.set("CI_PROJECT_DIR", job.workspace().path());
    all.set("CI_BUILDS_DIR", "/builds");
    all.setIfKnown("CI_REPOSITORY_URL", start.repositoryUrl());
    all.set("CI_CONCURRENT_ID", "0");
    all.set("CI_RUNNER_ID", start.worker());
    all.set("CI_RUNNER_DESCRIPTION", start.worker());
    all.set("CI_RUNNER_TAGS", String.join(", ", job.labels().stream().sorted().toList()));
    return List.copyOf(all.variables);
  }

  private void run(Start start, String url) {
    set("CI_PROJECT_ID", start.projectId());
    set("CI_PIPELINE_ID", start.runId());
    set("CI_PIPELINE_IID", String.valueOf(start.runNumber()));
    set("CI_PIPELINE_URL", url + "/api/v1/runs/" + start.runId());
    set("CI_PIPELINE_CREATED_AT", seconds(start.runCreated()));
    set("CI_JOB_ID", start.jobId());
    set("CI_JOB_URL", url + "/api/v1/jobs/" + start.jobId());
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String serverUrl(List<Variable> ofRun) {
    return ofRun.stream()
        .filter(variable -> variable.key().equals("CI_SERVER_URL"))
        .map(Variable::value)
        .findFirst()
        .orElse("");
  }

  /**
   * What is known only when a job starts.
   *
   * @param runNumber of the run within its project
   * @param repositoryUrl without credentials, or empty where the source is none
   * @param worker name of the worker
   */
  public record Start(
      String projectId,
      String runId,
      long runNumber,
      Instant runCreated,
      String jobId,
      Instant started,
      String repositoryUrl,
      String worker) {}
}
