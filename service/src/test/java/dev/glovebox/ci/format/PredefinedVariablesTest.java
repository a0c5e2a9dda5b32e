package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredefinedVariablesTest {

  private static Map<String, String> values(List<Variable> variables) {
    Map<String, String> values = new HashMap<>();
    variables.forEach(variable -> values.put(variable.key(), variable.value()));
    return values;
  }

  private static RunContext context(
      RunContext.Ref ref, Optional<RunContext.MergeRequest> mergeRequest) {
    return new RunContext(
        mergeRequest.isPresent() ? RunContext.Source.MERGE_REQUEST_EVENT : RunContext.Source.PUSH,
        ref,
        "trunk",
        new RunContext.Commit("0123456789abcdef", "", "Title\n\nmore\n", "A <a@b>", "2026-01-01"),
        new RunContext.Project("", "acme/Sub Group/app"),
        mergeRequest,
        Optional.empty(),
        List.of(),
        List.of(),
        new RunContext.Server("Glovebox", "https://box.example:8443", false));
  }

  @Test
  void aBranchIsNoTag() {
    var values =
        values(
            PredefinedVariables.ofRun(
                context(RunContext.Ref.branch("Feature/Ä_1"), Optional.empty())));
    assertThat(values)
        .containsEntry("CI", "true")
        .containsEntry("GITLAB_CI", "false")
        .containsEntry("CI_SERVER_HOST", "box.example")
        .containsEntry("CI_PIPELINE_SOURCE", "push")
        .containsEntry("CI_DEFAULT_BRANCH", "trunk")
        .containsEntry("CI_COMMIT_BRANCH", "Feature/Ä_1")
        .containsEntry("CI_COMMIT_REF_NAME", "Feature/Ä_1")
        .containsEntry("CI_COMMIT_SHORT_SHA", "01234567")
        .containsEntry("CI_COMMIT_BEFORE_SHA", "0000000000000000000000000000000000000000")
        .containsEntry("CI_COMMIT_TITLE", "Title")
        .containsEntry("CI_COMMIT_DESCRIPTION", "more")
        .containsEntry("CI_COMMIT_REF_PROTECTED", "false")
        .containsEntry("CI_PROJECT_NAME", "app")
        .containsEntry("CI_PROJECT_NAMESPACE", "acme/Sub Group")
        .containsEntry("CI_PROJECT_PATH_SLUG", "acme-sub-group-app")
        .containsEntry("CI_PROJECT_URL", "https://box.example:8443/acme/Sub Group/app")
        .doesNotContainKeys("CI_COMMIT_TAG", "CI_MERGE_REQUEST_IID");
  }

  @Test
  void aTagIsNoBranch() {
    var values =
        values(PredefinedVariables.ofRun(context(RunContext.Ref.tag("v1.0"), Optional.empty())));
    assertThat(values)
        .containsEntry("CI_COMMIT_TAG", "v1.0")
        .containsEntry("CI_COMMIT_REF_SLUG", "v1-0")
        .doesNotContainKey("CI_COMMIT_BRANCH");
  }

  @Test
  void aMergeRequestIsNeither() {
    var request =
        new RunContext.MergeRequest("7", "topic", "trunk", "", "A title", List.of("a", "b"), "");
    var values =
        values(
            PredefinedVariables.ofRun(
                context(
                    new RunContext.Ref(RunContext.Ref.Kind.MERGE_REQUEST, "topic", false),
                    Optional.of(request))));
    assertThat(values)
        .containsEntry("CI_MERGE_REQUEST_IID", "7")
        .containsEntry("CI_MERGE_REQUEST_ID", "7")
        .containsEntry("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "topic")
        .containsEntry("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "trunk")
        .containsEntry("CI_MERGE_REQUEST_LABELS", "a,b")
        .containsEntry("CI_MERGE_REQUEST_REF_PATH", "refs/merge-requests/7/head")
        .doesNotContainKeys("CI_COMMIT_BRANCH", "CI_COMMIT_TAG", "CI_MERGE_REQUEST_DIFF_BASE_SHA");
  }

  @Test
  void aJobKnowsItsRunItsPlaceAndItsWorker() {
    JobPlan job =
        Pipelines.job(
            Pipelines.created(
                """
                test:
                  image: alpine:$TAG
                  timeout: 90s
                  when: manual
                  tags: [b, a]
                  environment: $CI_COMMIT_BRANCH
                  parallel: 3
                  script: x
                """),
            "test 2/3");
    var start =
        new PredefinedVariables.Start(
            "p",
            "r",
            4,
            Instant.parse("2026-01-01T00:00:00.5Z"),
            "j",
            Instant.parse("2026-01-01T00:01:00Z"),
            "",
            "w");
    List<Variable> ofRun =
        PredefinedVariables.ofRun(context(RunContext.Ref.branch("b"), Optional.empty()));
    assertThat(values(PredefinedVariables.ofJob(ofRun, job, start)))
        .containsEntry("CI_COMMIT_BRANCH", "b")
        .containsEntry("CI_PROJECT_ID", "p")
        .containsEntry("CI_PIPELINE_IID", "4")
        .containsEntry("CI_PIPELINE_URL", "https://box.example:8443/api/v1/runs/r")
        .containsEntry("CI_PIPELINE_CREATED_AT", "2026-01-01T00:00:00Z")
        .containsEntry("CI_JOB_URL", "https://box.example:8443/api/v1/jobs/j")
        .containsEntry("CI_JOB_NAME", "test 2/3")
        .containsEntry("CI_JOB_NAME_SLUG", "test-2-3")
        .containsEntry("CI_JOB_STAGE", "test")
        .containsEntry("CI_JOB_IMAGE", "alpine:$TAG")
        .containsEntry("CI_JOB_TIMEOUT", "90")
        .containsEntry("CI_JOB_MANUAL", "true")
        .containsEntry("CI_NODE_INDEX", "2")
        .containsEntry("CI_NODE_TOTAL", "3")
        .containsEntry("CI_ENVIRONMENT_NAME", "$CI_COMMIT_BRANCH")
        .containsEntry("CI_RUNNER_TAGS", "a, b")
        .containsEntry("CI_PROJECT_DIR", "/builds/acme/app")
        .doesNotContainKeys("CI_REPOSITORY_URL", "CI_JOB_TOKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "Feature/Foo_Bar, feature-foo-bar",
    "-a-, a",
    "--, ''",
    "0123456789012345678901234567890123456789012345678901234567890123456789, 012345678901234567890123456789012345678901234567890123456789012",
    "01234567890123456789012345678901234567890123456789012345678901-x, 01234567890123456789012345678901234567890123456789012345678901",
  })
  void slugsAreOfHostNames(String text, String slug) {
    assertThat(Slug.of(text)).isEqualTo(slug);
  }
}
