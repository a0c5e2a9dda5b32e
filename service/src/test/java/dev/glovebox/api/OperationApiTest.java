package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.account.AuditLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Operations as the API says them; what they do with submissions is tested on a queue. */
class OperationApiTest extends ApiTest {

  private static final String PATH = "/api/v1/operations";

  @Autowired JdbcTemplate jdbc;
  @Autowired AuditLog audit;

  @Test
  void failedJobsOfFailedRunsAreStartedAgain() {
    String mine = failedRun("ours");
    String other = failedRun("theirs");
    String body =
        "{\"kind\":\"retry\",\"tenant\":\"t-%s\",\"project\":\"ours\",\"reason\":\"a <flaky> mirror\"%s}";
    HttpResponse<String> counted = post(PATH, body.formatted(tenant, ",\"dryRun\":true"));
    assertThat(counted.statusCode()).as(counted.body()).isEqualTo(200);
    assertThat(json(counted).path("count").asInt()).isOne();
    assertThat(json(get("/api/v1/jobs/" + mine)).path("state").asString()).isEqualTo("failed");

    HttpResponse<String> begun = post(PATH, body.formatted(tenant, ""));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    JsonNode ended = awaitEnd(begun.headers().firstValue("Location").orElseThrow());
    assertThat(ended.path("state").asString()).isEqualTo("done");
    assertThat(ended.path("done").asInt()).isOne();
    assertThat(ended.path("selection").asString())
        .isEqualTo("tenant t-%s, project ours".formatted(tenant));
    assertKeeps("Operation", ended.toString());
    assertThat(json(get("/api/v1/jobs/" + mine)).path("attempts").asInt()).isEqualTo(2);
    assertThat(json(get("/api/v1/jobs/" + other)).path("state").asString()).isEqualTo("failed");
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst())
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("began an operation: retry");
          assertThat(entry.detail()).isEqualTo("a <flaky> mirror");
        });
    assertThat(json(get(PATH)).path("operations").path(0).path("id")).isEqualTo(ended.path("id"));
    HttpResponse<String> late = post(PATH + "/" + ended.path("id").asString() + "/stop", "");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(get(PATH + "/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                      | kind     | required",
        "{\"kind\":\"burn\",\"reason\":\"x\"}                    | kind     | not-allowed",
        "{\"kind\":\"cancel\"}                                   | reason   | required",
        "{\"kind\":\"priority\",\"reason\":\"x\"}                | priority | required",
        "{\"kind\":\"cancel\",\"reason\":\"x\",\"priority\":\"low\"} | priority | unknown-field",
        "{\"kind\":\"retry\",\"reason\":\"x\",\"language\":\"c\"}    | language | unknown-field",
        "{\"kind\":\"cancel\",\"reason\":\"x\",\"project\":\"p\"}    | project  | unknown-field",
        "{\"kind\":\"cancel\",\"reason\":\"x\",\"tenant\":\"nobody\"} | tenant  | not-allowed",
        "{\"kind\":\"cancel\",\"reason\":\"x\",\"verdict\":\"XX\"}   | verdict  | not-allowed",
        "{\"kind\":\"cancel\",\"reason\":\"x\",\"from\":\"today\"}   | from     | wrong-type"
      })
  void whatIsWrongIsSaidByFieldAndRule(String body, String field, String rule) {
    HttpResponse<String> answer = post(PATH, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("errors").valueStream())
        .anySatisfy(error -> {
          assertThat(error.path("field").asString()).isEqualTo(field);
          assertThat(error.path("rule").asString()).isEqualTo(rule);
        });
  }

  /** The only job of a run whose worker said that it failed. */
  private String failedRun(String project) {
    String run =
        "{\"project\":\"%s\",\"pipeline\":{\"content\":\"a: {image: i, script: b}\"}}"
            .formatted(project);
    HttpResponse<String> made = post("/api/v1/runs", run);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    UUID id = UUID.fromString(json(made).path("id").asString());
    jdbc.update("update ci_attempt set state = 'failed', finished_at = now() where run_id = ?", id);
    jdbc.update("update ci_job set state = 'failed', finished_at = now() where run_id = ?", id);
    jdbc.update("update ci_run set state = 'failed', finished_at = now() where id = ?", id);
    jdbc.update("update job set state = 'DONE', finished_at = now() where tenant_id = ?", tenant);
    return json(get("/api/v1/runs/" + id)).at("/jobs/0/id").asString();
  }

  private JsonNode awaitEnd(String path) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> json(get(path)).path("finishedAt").isString());
    return json(get(path));
  }
}
