package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.Variable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is made for: whatever rules may ask about.
 *
 * @param source what made the run
 * @param ref what it runs on
 * @param defaultBranch of the project
 * @param commit that it runs on
 * @param project that it belongs to
 * @param mergeRequest that it is for, or empty
 * @param changedFiles paths that differ from before; empty: not known, then every {@code changes}
 *     holds
 * @param projectVariables settings of the project, which a pipeline file cannot override
 * @param runVariables given with this run; they win over all others
 * @param server how this service shows itself
 */
public record RunContext(
    Source source,
    Ref ref,
    String defaultBranch,
    Commit commit,
    Project project,
    Optional<MergeRequest> mergeRequest,
    Optional<Set<String>> changedFiles,
    List<Variable> projectVariables,
    List<Variable> runVariables,
    Server server) {

  public RunContext {
    changedFiles = changedFiles.map(Set::copyOf);
    projectVariables = List.copyOf(projectVariables);
    runVariables = List.copyOf(runVariables);
  }

  /** What makes runs; the values of {@code CI_PIPELINE_SOURCE}. */
  public enum Source {
    PUSH,
    SCHEDULE,
    WEB,
    API,
    TRIGGER,
    MERGE_REQUEST_EVENT,
    EXTERNAL_PULL_REQUEST_EVENT,
    PIPELINE,
    PARENT_PIPELINE,
    CHAT,
    EXTERNAL;

    /** As in {@code CI_PIPELINE_SOURCE}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is run on.
   *
   * @param name without {@code refs/heads/}; the source branch of a merge request
   * @param isProtected whether only trusted people change it
   */
  public record Ref(Kind kind, String name, boolean isProtected) {

    /** What a ref is. */
    public enum Kind {
      BRANCH,
      TAG,
      MERGE_REQUEST
    }

    /** A branch, not protected. */
    public static Ref branch(String name) {
      return new Ref(Kind.BRANCH, name, false);
    }

    /** A tag, not protected. */
    public static Ref tag(String name) {
      return new Ref(Kind.TAG, name, false);
    }
  }

  /**
   * A commit; what is not known is empty.
   *
   * @param before the commit that the ref was at before
   * @param author as {@code name <address>}
   * @param timestamp ISO 8601
   */
  public record Commit(
      String sha, String before, String message, String author, String timestamp) {}

  /**
   * A project.
   *
   * @param path such as {@code acme/app}
   */
  public record Project(String id, String path) {}

  /** A merge request; what is not known is empty. */
  public record MergeRequest(
      String iid,
      String sourceBranch,
      String targetBranch,
      String diffBaseSha,
      String title,
      List<String> labels,
      String projectPath) {

    public MergeRequest {
      labels = List.copyOf(labels);
    }
  }

  /**
   * This service.
   *
   * @param name for {@code CI_SERVER_NAME}
   * @param url for {@code CI_SERVER_URL}, without a slash at its end
   * @param isGitlab whether {@code GITLAB_CI} is {@code true}, which scripts look at
   */
  public record Server(String name, String url, boolean isGitlab) {}

  /** A push to a branch of a project, of which nothing else is known. */
  public static RunContext pushTo(String branch, String projectPath) {
    return new RunContext(
        Source.PUSH,
        Ref.branch(branch),
        branch,
        new Commit("", "", "", "", ""),
        new Project("", projectPath),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new Server("Glovebox", "http://localhost", true));
  }
}
