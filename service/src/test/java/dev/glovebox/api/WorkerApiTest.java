package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.AuditLog;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Workers as the API says them; what they do is tested on an engine. */
class WorkerApiTest extends ApiTest {

  private static final String PATH = "/api/v1/admin/workers";

  @Autowired JdbcTemplate jdbc;
  @Autowired AuditLog audit;
  private String worker;

  @BeforeEach
  void addWorker() {
    worker = "host:/var/lib/" + UUID.randomUUID();
    for (String name : List.of(worker, worker + "/long")) {
      jdbc.update(
          "insert into worker (id, name, slots, version) values (?, ?, 2, '1.0')",
          name + "#1",
          name);
    }
  }

  @AfterEach
  void removeWorkers() {
    jdbc.update("delete from worker");
    jdbc.update("delete from worker_order");
    jdbc.update("delete from self_test");
  }

  @Test
  void aWorkerIsDisabledUntilItIsEnabledWhetherItIsDrainedOrNot() {
    assertThat(mine(get(PATH)).path("state").asString()).isEqualTo("ready");
    JsonNode disabled = json(order("disable", "a <bad> disk"));
    assertThat(disabled.path("state").asString()).isEqualTo("disabled");
    assertThat(disabled.path("orders").path(0).path("reason").asString()).isEqualTo("a <bad> disk");
    assertThat(disabled.path("orders").path(0).path("by").asString()).isEqualTo("key test");
    assertThat(order("drain", "also").statusCode()).isEqualTo(200);
    assertThat(mine(get(PATH)).path("orders")).hasSize(2);
    assertThat(order("work", "done").statusCode()).isEqualTo(200);
    assertThat(mine(get(PATH)).path("state").asString()).isEqualTo("disabled");
    assertThat(order("work", "done").statusCode()).isEqualTo(404);
    assertThat(json(order("enable", "a new disk")).path("state").asString()).isEqualTo("ready");
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst())
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("enabled a worker");
          assertThat(entry.subject()).isEqualTo(worker);
          assertThat(entry.detail()).isEqualTo("a new disk");
        });
    assertKeeps("Workers", get(PATH).body());
  }

  @Test
  void aSelfTestIsAskedForOnceAndAnsweredByTheProcessOfBothWorkers() {
    HttpResponse<String> asked = post(PATH + "/self-test", body(worker + "/long", ""));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
    JsonNode test = json(get(asked.headers().firstValue("Location").orElseThrow()));
    assertThat(test.path("worker").asString()).isEqualTo(worker);
    assertThat(test.path("state").asString()).isEqualTo("waiting");
    assertThat(test.path("checks")).isEmpty();
    HttpResponse<String> again = post(PATH + "/self-test", body(worker, ""));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("type").asString()).isEqualTo("/problems/not-ready");
    assertThat(json(get("/api/v1/admin/self-tests")).path("selfTests").path(0).path("id"))
        .isEqualTo(test.path("id"));
    jdbc.update("update self_test set created_at = now() - interval '11 minutes'");
    assertThat(post(PATH + "/self-test", body(worker, "")).statusCode()).isEqualTo(202);
    JsonNode unanswered = json(get("/api/v1/admin/self-tests/" + test.path("id").asString()));
    assertThat(unanswered.path("state").asString()).isEqualTo("incomplete");
    assertThat(unanswered.path("message").asString()).isEqualTo("the worker did not answer");
    assertKeeps("SelfTest", unanswered.toString());
    assertThat(get("/api/v1/admin/self-tests/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "disable   | {\"reason\":\"x\"}            | worker | required",
        "disable   | {\"worker\":\"w\"}            | reason | required",
        "enable    | {\"worker\":\"w\"}            | reason | required",
        "drain     | {\"worker\":7,\"reason\":\"x\"} | worker | wrong-type",
        "self-test | {\"worker\":\"w\",\"colour\":1} | colour | unknown-field"
      })
  void whatIsWrongIsSaidByFieldAndRule(String action, String body, String field, String rule) {
    HttpResponse<String> answer = post(PATH + "/" + action, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("errors").valueStream())
        .anySatisfy(error -> {
          assertThat(error.path("field").asString()).isEqualTo(field);
          assertThat(error.path("rule").asString()).isEqualTo(rule);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/admin/self-tests?worker=", "/api/v1/runs?ref=", "/api/v1/audit?actor="})
  void noParameterHoldsNul(String path) {
    HttpResponse<String> answer = get(path + "a%00b");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).path("errors").path(0).path("field").asString())
        .isEqualTo(path.substring(path.indexOf('?') + 1, path.length() - 1));
  }

  @Test
  void aWorkerIsFoundHoweverManyComeBeforeIt() {
    jdbc.update(
        "insert into worker (id, name, slots, version)"
            + " select 'a' || n, 'a' || n, 2, '1.0' from generate_series(1, 250) n");
    jdbc.update(
        "insert into worker (id, name, slots, version, started_at)"
            + " values ('before', ?, 9, '0.9', now() - interval '1 hour')",
        worker);
    JsonNode drained = json(order("drain", "a new disk"));
    assertThat(drained.path("name").asString()).isEqualTo(worker);
    assertThat(drained.path("version").asString()).as("of its newest life").isEqualTo("1.0");
    assertThat(drained.path("orders")).hasSize(1);
  }

  @Test
  void anOrderHoldsOnlyWithItsEntryInTheAuditLog() {
    auditFails();
    try {
      assertThat(order("disable", "a bad disk").statusCode()).isEqualTo(500);
      assertThat(mine(get(PATH)).path("orders")).isEmpty();
    } finally {
      auditWorks();
    }
    assertThat(order("disable", "a bad disk").statusCode()).isEqualTo(200);
    auditFails();
    try {
      assertThat(order("enable", "a new disk").statusCode()).isEqualTo(500);
      assertThat(mine(get(PATH)).path("orders")).hasSize(1);
    } finally {
      auditWorks();
    }
  }

  private void auditFails() {
    jdbc.execute(
        "alter table audit_entry add constraint nothing_more check (actor is null) not valid");
  }

  private void auditWorks() {
    jdbc.execute("alter table audit_entry drop constraint nothing_more");
  }

  @Test
  void nobodyOrdersAWorkerThatNeverWas() {
    assertThat(post(PATH + "/disable", body("nobody", "x")).statusCode()).isEqualTo(404);
    assertThat(post(PATH + "/self-test", body("nobody", "")).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> order(String action, String reason) {
    return post(PATH + "/" + action, body(worker, reason));
  }

  private static String body(String worker, String reason) {
    return JSON.createObjectNode().put("worker", worker).put("reason", reason).toString();
  }

  private JsonNode mine(HttpResponse<String> answer) {
    return json(answer)
        .path("workers")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(worker))
        .findAny()
        .orElseThrow();
  }
}
