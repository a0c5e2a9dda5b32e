package dev.glovebox.ci.format;

import dev.glovebox.ci.format.RunContext.Commit;
import dev.glovebox.ci.format.RunContext.MergeRequest;
import dev.glovebox.ci.format.RunContext.Ref;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import java.net.URI;
import java.time.Instant;
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
  public static List<Variable> ofJob(RunContext context, JobPlan job, Start start) {
    var all = new PredefinedVariables();
    all.variables.addAll(ofRun(context));
    all.variables.addAll(ofPlannedJob(job.name(), job.stage(), job.nodeIndex(), job.nodeTotal()));
    job.environment()
        .ifPresent(name -> all.variables.add(Variable.of("CI_ENVIRONMENT_NAME", name)));
    all.variables.add(Variable.of("CI_JOB_IMAGE", job.image().name()));
    all.set("CI_PIPELINE_ID", start.runId());
    all.set("CI_PIPELINE_IID", start.runNumber());
    all.set("CI_PIPELINE_URL", start.runUrl());
    all.set("CI_PIPELINE_NAME", start.runName());
    all.set("CI_PIPELINE_CREATED_AT", start.runCreated().toString());
    all.set("CI_JOB_ID", start.jobId());
    all.set("CI_JOB_URL", start.jobUrl());
    all.set("CI_JOB_STARTED_AT", start.started().toString());
    all.set("CI_JOB_TIMEOUT", String.valueOf(job.timeout().toSeconds()));
    all.set("CI_JOB_STATUS", "running");
    if (job.when() == JobPlan.When.MANUAL) {
      all.set("CI_JOB_MANUAL", "true");
    }
    all.variables.add(new Variable("CI_JOB_TOKEN", start.token(), true, true, false));
    all.set("CI_PROJECT_DIR", job.workspace().path());
    all.set("CI_BUILDS_DIR", "/builds");
    all.set("CI_REPOSITORY_URL", start.repositoryUrl());
    all.set("CI_CONCURRENT_ID", "0");
    all.set("CI_RUNNER_ID", start.workerId());
    all.set("CI_RUNNER_DESCRIPTION", start.workerName());
    all.set("CI_RUNNER_TAGS", String.join(", ", start.workerLabels()));
    all.set("CI_RUNNER_EXECUTABLE_ARCH", start.workerArch());
    all.set("GITLAB_USER_LOGIN", start.userLogin());
    all.set("GITLAB_USER_NAME", start.userName());
    all.set("GITLAB_USER_EMAIL", start.userEmail());
    all.set("GITLAB_USER_ID", start.userId());
    return List.copyOf(all.variables);
  }

  /**
   * What is known only when a job starts. Texts that are not known are empty.
   *
   * @param runNumber of the run within its project
   * @param token for the job's own artifacts, masked
   * @param repositoryUrl without credentials
   * @param workerArch such as {@code linux/amd64}
   */
  public record Start(
      String runId,
      String runNumber,
      String runUrl,
      String runName,
      Instant runCreated,
      String jobId,
      String jobUrl,
      Instant started,
      String token,
      String repositoryUrl,
      String workerId,
      String workerName,
      List<String> workerLabels,
      String workerArch,
      String userId,
      String userLogin,
      String userName,
      String userEmail) {

    public Start {
      workerLabels = List.copyOf(workerLabels);
    }
  }
}
