package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Pipeline files over REST: linted, planned, stored. */
class PipelineApiTest extends ApiTest {

  private static final String FILE =
      """
      include: ci/deploy.yml
      stages: [build, test, deploy]
      build:
        stage: build
        image: alpine
        script: make
      unit:
        stage: test
        needs: [build]
        script: make test
        rules:
          - if: $CI_COMMIT_BRANCH == "main"
            allow_failure: true
      nightly:
        script: make nightly
        only: [schedules]
      """;
  private static final Map<String, String> FILES =
      Map.of(
          "ci/deploy.yml",
          """
          deploy:
            stage: deploy
            script: make deploy
            when: manual
            rules: [{if: $NOBODY_SETS_THIS}]
          release:
            stage: deploy
            needs: [unit]
            script: ./release $TARGET
            rules:
              - if: $CI_COMMIT_TAG
                when: never
              - if: $TARGET
                when: manual
          """);

  private static String body(String content, Map<String, ?> more) {
    var pipeline = JSON.createObjectNode().put("content", content);
    pipeline.set("files", JSON.valueToTree(FILES));
    var body = JSON.createObjectNode().put("project", "acme/app");
    body.set("pipeline", pipeline);
    more.forEach((key, value) -> body.set(key, JSON.valueToTree(value)));
    return body.toString();
  }

  private static final Map<String, ?> TARGET =
      Map.of("variables", List.of(Map.of("key", "TARGET", "value", "here")));

  @Test
  void aPipelineIsStoredAsARun() {
    HttpResponse<String> created = post("/api/v1/runs", body(FILE, TARGET));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    JsonNode run = json(created);
    assertThat(run.path("ref").asString()).isEqualTo("main");
    assertThat(run.path("cause").asString()).isEqualTo("api");
    assertThat(run.path("jobs").valueStream().map(job -> job.path("name").asString()))
        .containsExactly("release", "build", "unit");
    assertThat(run.path("jobs").valueStream().map(job -> job.path("state").asString()))
        .containsExactly("created", "queued", "created");
    JsonNode graph = json(get("/api/v1/runs/" + run.path("id").asString() + "/graph"));
    assertThat(graph.at("/jobs/0/waitsFor/0").asString()).isEqualTo("unit");
    assertThat(graph.at("/jobs/2/waitsFor/0").asString()).isEqualTo("build");
  }

  @Test
  void aDryRunTellsWhatDecided() {
    HttpResponse<String> answer = post("/api/v1/runs?dry_run=true", body(FILE, TARGET));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode plan = json(answer);
    assertThat(plan.path("created").asBoolean()).isTrue();
    assertThat(plan.path("stages").valueStream().map(JsonNode::asString))
        .containsExactly("build", "test", "deploy");
    assertThat(plan.at("/jobs/2/allowFailure").asBoolean()).isTrue();
    assertThat(
            plan.path("decisions")
                .valueStream()
                .map(d ->
                    "%s %s %s %s %s:%d"
                        .formatted(
                            d.path("job").asString(),
                            d.path("included").asBoolean(),
                            d.path("reason").asString(),
                            d.path("path").asString(),
                            d.path("file").asString(),
                            d.path("line").asInt())))
        .containsExactly(
            "deploy false no_rule /deploy/rules ci/deploy.yml:5",
            "release true rule /release/rules/1 ci/deploy.yml:13",
            "build true no_condition /build .gitlab-ci.yml:3",
            "unit true rule /unit/rules/0 .gitlab-ci.yml:12",
            "nightly false only /nightly/only .gitlab-ci.yml:16");
    assertThat(json(get("/api/v1/runs")).path("runs").isEmpty()).isTrue();
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() {
    String wrong = FILE + "bad:\n  script: x\n  colour: red\n  needs: [nobody]\n";
    HttpResponse<String> refused = post("/api/v1/runs", body(wrong, Map.of()));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(refused).path("type").asString()).isEqualTo("/problems/pipeline-refused");
    JsonNode first = json(refused).at("/diagnostics/0");
    assertThat(first.path("code").asString()).isEqualTo("unknown_key");
    assertThat(first.path("path").asString()).isEqualTo("/bad/colour");
    assertThat(first.path("file").asString()).isEqualTo(".gitlab-ci.yml");
    assertThat(first.path("line").asInt()).isEqualTo(19);
    assertThat(first.path("column").asInt()).isEqualTo(3);

    HttpResponse<String> linted = post("/api/v1/lint", body(wrong, Map.of()));
    assertThat(linted.statusCode()).isEqualTo(200);
    assertThat(json(linted).path("valid").asBoolean()).isFalse();
    assertThat(json(linted).at("/errors/0")).isEqualTo(first);
    assertThat(post("/api/v1/runs?dry_run=true", body(wrong, Map.of())).statusCode())
        .isEqualTo(422);
  }

  @Test
  void aValidFileIsLintedWithItsJobsAndItsExpandedText() {
    JsonNode linted = json(post("/api/v1/lint", body(FILE, Map.of())));
    assertThat(linted.path("valid").asBoolean()).isTrue();
    assertThat(linted.path("errors").isEmpty()).isTrue();
    assertThat(linted.path("jobs").size()).isEqualTo(2);
    assertThat(linted.path("expanded").asString()).contains("./release $TARGET");
  }

  @Test
  void theContextDecidesWhatRuns() {
    var tag = Map.of("ref", "v1", "context", Map.of("refKind", "tag", "cause", "push"));
    assertThat(jobs(tag)).containsExactly("build");
    var schedule = Map.of("ref", "main", "context", Map.of("cause", "schedule"));
    assertThat(jobs(schedule)).containsExactly("build", "unit", "nightly");
    var mergeRequest =
        Map.of("context", Map.of("mergeRequest", Map.of("iid", "7", "sourceBranch", "topic")));
    HttpResponse<String> none = post("/api/v1/runs", body(FILE, mergeRequest));
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(json(none).path("type").asString()).isEqualTo("/problems/nothing-to-run");
    JsonNode dry = json(post("/api/v1/runs?dry_run=true", body(FILE, mergeRequest)));
    assertThat(dry.path("created").asBoolean()).isFalse();
    assertThat(dry.path("reason").asString()).isEqualTo("no_jobs");
  }

  private List<String> jobs(Map<String, ?> more) {
    return json(post("/api/v1/lint", body(FILE, more)))
        .path("jobs")
        .valueStream()
        .map(job -> job.path("name").asString())
        .toList();
  }

  @Test
  void filesThatExistAndFilesThatChangedAreKnown() {
    String file =
        """
        exists: {script: x, rules: [{exists: ["**/pom.xml"]}]}
        changed: {script: x, rules: [{changes: ["src/**/*"]}]}
        """;
    String body =
        """
        {"project": "p", "pipeline": {"content": %s, "paths": ["a/pom.xml"]}, "context": {"changedFiles": ["docs/a"]}}
        """
            .formatted(JSON.writeValueAsString(file));
    JsonNode jobs = json(post("/api/v1/lint", body)).path("jobs");
    assertThat(jobs.valueStream().map(job -> job.path("name").asString()))
        .containsExactly("exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"project\":\"p\",\"pipeline\":{}}                                        | pipeline.content | required",
        "{\"project\":\"p\",\"pipeline\":{\"content\":\"a\",\"format\":\"x\"}}      | pipeline.format | not-allowed",
        "{\"project\":\"p\",\"pipeline\":{\"content\":\"a\"},\"jobs\":[]}           | jobs | unknown-field",
        "{\"project\":\"p\",\"pipeline\":{\"content\":\"a\",\"files\":{\"a\":1}}}   | pipeline.files.a | wrong-type",
        "{\"project\":\"p\",\"pipeline\":{\"content\":\"a\"},\"context\":{\"x\":1}} | context.x | unknown-field",
        "{\"project\":\"p\",\"pipeline\":{\"content\":\"a\"},\"context\":{\"cause\":\"x\"}} | context.cause | not-allowed",
        "{\"pipeline\":{\"content\":\"a\"}}                                         | project | required"
      })
  void badRequestsAreTold(String body, String field, String rule) {
    for (String path : List.of("/api/v1/runs", "/api/v1/lint")) {
      HttpResponse<String> refused = post(path, body);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(
              json(refused)
                  .path("errors")
                  .valueStream()
                  .map(e -> e.path("field").asString() + " " + e.path("rule").asString()))
          .contains(field + " " + rule);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a: {script: x, image: evil/alpine}', /a/image",
    "'a: {script: x, image: $NOT_KNOWN}', /a/image",
    "'a: {script: x, image: $I, variables: {I: evil/x}}', /a/image",
    "'a: {script: x, image: alpine, services: [evil/db]}', /a/services",
  })
  void onlyImagesThatAreAllowedAreUsed(String content, String path) {
    JsonNode error = json(post("/api/v1/lint", body(content, Map.of()))).at("/errors/0");
    assertThat(error.path("code").asString()).isEqualTo("image_not_allowed");
    assertThat(error.path("path").asString()).isEqualTo(path);
    JsonNode good = json(post("/api/v1/lint", body("a: {script: x, image: alpine:3}", Map.of())));
    assertThat(good.path("valid").asBoolean()).isTrue();
  }

  /** Files that take readers of YAML down, and what is no file at all. */
  @ParameterizedTest
  @CsvSource({
    "'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d]'",
    "'[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[['",
    "'!!javax.script.ScriptEngineManager [x]'",
    "'a: b: c'",
    "''"
  })
  void hostileFilesAreRefused(String content) {
    JsonNode linted = json(post("/api/v1/lint", body(content, Map.of())));
    assertThat(linted.path("valid").isBoolean()).isTrue();
    assertThat(linted.path("valid").asBoolean()).isFalse();
    assertThat(linted.path("errors").isEmpty()).isFalse();
  }
}
