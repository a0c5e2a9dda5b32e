package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What the API says of runs; no worker takes their jobs here. */
class RunApiTest extends ApiTest {

  private static final String JOB =
      "{\"name\":\"a\",\"image\":\"alpine\",\"steps\":[{\"run\":[\"true\"]}]}";
  private static final String NEXT =
      "{\"name\":\"b\",\"stage\":\"deploy\",\"image\":\"alpine\",\"needs\":[\"a\"],\"steps\":[{\"run\":[\"true\"]}]}";

  @Autowired JdbcTemplate jdbc;

  private static String run(String jobs) {
    return "{\"project\":\"acme/app\",\"jobs\":[" + jobs + "]}";
  }

  @Test
  void aRunIsCreatedListedWaitedForAndEnded() {
    HttpResponse<String> created = post("/api/v1/runs", run(JOB + "," + NEXT));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String path = created.headers().firstValue("Location").orElseThrow();
    JsonNode run = json(created);
    assertThat(run.path("state").asString()).isEqualTo("pending");
    assertThat(run.at("/jobs/0/state").asString()).isEqualTo("queued");
    assertThat(run.at("/jobs/1/state").asString()).isEqualTo("created");
    assertThat(json(get("/api/v1/runs?project=acme/app&state=pending")).at("/runs/0/id").asString())
        .isEqualTo(run.path("id").asString());
    assertThat(json(get(path + "/graph")).at("/jobs/1/waitsFor/0").asString()).isEqualTo("a");
    assertThat(json(get(path + "/wait?timeout=10ms")).path("state").asString())
        .isEqualTo("pending");
    String job = "/api/v1/jobs/" + run.at("/jobs/0/id").asString();
    assertThat(post(job + "/play", "").statusCode()).isEqualTo(409);
    assertThat(post(job + "/retry", "").statusCode()).isEqualTo(409);

    HttpResponse<String> canceled = post(path + "/cancel?mode=force", "");
    assertThat(canceled.statusCode()).isEqualTo(202);
    assertThat(json(canceled).path("state").asString()).isEqualTo("canceled");
    assertThat(json(canceled).at("/jobs/1/cancelReason").asString()).isEqualTo("upstream_canceled");
    assertThat(post(path + "/cancel", "").statusCode()).isEqualTo(409);
    assertThat(json(get(job + "/wait")).at("/history/0/state").asString()).isEqualTo("canceled");
    assertThat(post(path + "/retry", "").statusCode()).isEqualTo(202);
    assertThat(json(get(job)).path("attempts").asInt()).isEqualTo(2);
  }

  @Test
  void pagesOfRunsFollowEachOther() {
    for (int i = 0; i < 3; i++) {
      post("/api/v1/runs", run(JOB));
    }
    JsonNode first = json(get("/api/v1/runs?limit=2"));
    JsonNode second = json(get("/api/v1/runs?limit=2&cursor=" + first.path("next").asString()));
    assertThat(first.path("runs").size()).isEqualTo(2);
    assertThat(second.path("runs").size()).isEqualTo(1);
    assertThat(second.at("/runs/0/number").asInt()).isOne();
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void aDryRunOnlyPlans() {
    JsonNode graph = json(post("/api/v1/runs?dry_run=true", run(JOB + "," + NEXT)));
    assertThat(graph.path("stages").size()).isEqualTo(2);
    assertThat(json(get("/api/v1/runs")).path("runs").isEmpty()).isTrue();
  }

  @Test
  void theSameKeyAnswersWithTheSameRun() {
    String id = json(keyed(run(JOB))).path("id").asString();
    HttpResponse<String> again = keyed(run(JOB));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).path("id").asString()).isEqualTo(id);
    assertThat(keyed(run(JOB + "," + NEXT)).statusCode()).isEqualTo(409);
  }

  private HttpResponse<String> keyed(String body) {
    return send(
        request("/api/v1/runs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "k")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jobs\":[]}                                                              | project | required",
        "{\"project\":\"p\"}                                                        | jobs    | required",
        "{\"project\":\"p\",\"jobs\":[{\"name\":\"a\",\"image\":\"i\"}]}            | jobs[0].steps | required",
        "{\"project\":\"p\",\"jobs\":[7]}                                           | jobs[0] | wrong-type",
        "{\"project\":\"p\",\"jobs\":[{\"image\":\"evil/x\"}]}                     | jobs[0].image | not-allowed",
        "{\"project\":\"p\",\"jobs\":[{\"steps\":[{\"image\":\"evil/x\"}]}]}     | jobs[0].steps[0].image | not-allowed",
        "{\"project\":\"p\",\"jobs\":[{\"services\":[{\"image\":\"evil/x\"}]}]}  | jobs[0].services[0].image | not-allowed",
        "{\"project\":\"p\",\"jobs\":[{\"timeoutSeconds\":21601}]}                | jobs[0].timeoutSeconds | out-of-range",
        "{\"project\":\"p\",\"colour\":1,\"jobs\":[]}                               | colour  | unknown-field",
        "{\"project\":\"p\\u0000\",\"jobs\":[]}                                     | project | characters",
        "{\"project\":\"p\",\"concurrency\":{\"group\":\"g\",\"limit\":0}}          | concurrency.limit | out-of-range"
      })
  void whatIsWrongIsTold(String body, String field, String rule) {
    HttpResponse<String> refused = post("/api/v1/runs", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    List<String> faults =
        json(refused)
            .path("errors")
            .valueStream()
            .map(e -> e.path("field").asString() + " " + e.path("rule").asString())
            .toList();
    assertThat(faults).contains(field + " " + rule);
  }

  @Test
  void jobsThatNeedEachOtherInACircleAreRefused() {
    String circle = NEXT.replace("\"a\"", "\"b\"");
    HttpResponse<String> refused = post("/api/v1/runs", run(circle));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("circle");
  }

  @Test
  void aLogIsReadFromAnyPlaceAndFollowedFromTheLastEvent() {
    JsonNode run = json(post("/api/v1/runs", run(JOB)));
    String job = "/api/v1/jobs/" + run.at("/jobs/0/id").asString();
    UUID attempt = UUID.fromString(run.at("/jobs/0/attempt").asString());
    assertThat(get(job + "/log").body()).isEmpty();
    chunk(attempt, 0, "one\ntw");
    chunk(attempt, 6, "o ü\n");
    jdbc.update(
        "update ci_attempt set state = 'failed', exit_code = 2, finished_at = now(), log_bytes = 11 where id = ?",
        attempt);

    assertThat(get(job + "/log").body()).isEqualTo("one\ntwo ü\n");
    assertThat(get(job + "/log?offset=4&limit=3").body()).isEqualTo("two");
    List<JsonNode> lines =
        get(job + "/log?format=ndjson").body().lines().map(line -> JSON.readTree(line)).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1).path("o").asInt()).isEqualTo(4);
    assertThat(lines.get(1).path("l").asString()).isEqualTo("two ü");
    assertThat(lines.get(1).path("s").asString()).isEqualTo("err");

    String events = send(request(job + "/log/events").header("Last-Event-ID", "6")).body();
    assertThat(events)
        .contains("id: 11\nevent: chunk\n")
        .contains("\"text\":\"o ü\\n\"")
        .doesNotContain("one")
        .contains("event: end\ndata: {\"status\":\"failed\",\"exitCode\":2,\"bytes\":11}");
    assertThat(get(job + "/log?attempt=7").statusCode()).isEqualTo(404);
    assertThat(send(request(job + "/log/events").header("Last-Event-ID", "x")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void eventsOfRunsAreFollowedAndGoOnAtTheLastOne() throws Exception {
    String id;
    try (BufferedReader events = follow("/api/v1/events?project=acme/app", "")) {
      post("/api/v1/runs", run(JOB).replace("acme/app", "other"));
      JsonNode run = json(post("/api/v1/runs", run(JOB)));
      assertThat(next(events).get(1)).isEqualTo("event: run.created");
      List<String> queued = next(events);
      id = queued.get(0).substring("id: ".length());
      assertThat(queued.get(1)).isEqualTo("event: job.queued");
      JsonNode data = JSON.readTree(queued.get(2).substring("data: ".length()));
      assertThat(data.at("/run/id").asString()).isEqualTo(run.path("id").asString());
      assertThat(data.at("/job/id").asString()).isEqualTo(run.at("/jobs/0/id").asString());
      assertThat(data.path("sequence").asLong()).isPositive();
      post("/api/v1/runs/" + run.path("id").asString() + "/cancel", "");
    }
    try (BufferedReader events = follow("/api/v1/events?project=acme/app", id)) {
      assertThat(next(events).get(1)).isEqualTo("event: job.canceled");
      List<String> finished = next(events);
      assertThat(finished.get(1)).isEqualTo("event: run.finished");
      assertThat(finished.get(2)).contains("\"state\":\"canceled\"");
    }
    try (BufferedReader events = follow("/api/v1/events", "999999999999999-1")) {
      assertThat(next(events).getFirst()).isEqualTo("event: reset");
    }
    assertThat(get("/api/v1/events?run=1").statusCode()).isEqualTo(400);
  }

  private BufferedReader follow(String path, String lastEventId) throws Exception {
    var response =
        CLIENT.send(
            request(path).header("Last-Event-ID", lastEventId).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The lines of the next event that has data. */
  private static List<String> next(BufferedReader events) throws Exception {
    List<String> lines = new ArrayList<>();
    while (lines.stream().noneMatch(line -> line.startsWith("data: "))) {
      lines.clear();
      for (String line = events.readLine(); !line.isEmpty(); line = events.readLine()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private void chunk(UUID attempt, long start, String text) {
    byte[] marks =
        ByteBuffer.allocate(13).putInt(0).put((byte) 1).putLong(1_700_000_000_000_000L).array();
    jdbc.update(
        "insert into ci_log_chunk (attempt_id, byte_start, data, marks) values (?, ?, ?, ?)",
        attempt,
        start,
        text.getBytes(StandardCharsets.UTF_8),
        marks);
  }

  @Test
  void presetsBecomeTheHostsThatTheyAreNamesOf() {
    String job = JOB.substring(0, JOB.length() - 1) + ",\"network\":{\"mode\":\"%s\",%s}}";
    HttpResponse<String> created =
        post(
            "/api/v1/runs",
            run(
                job.formatted(
                    "allowlist", "\"presets\":[\"pypi\"],\"allow\":[\"example.org:8443\"]")));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(
            jdbc.queryForObject(
                "select plan::jsonb -> 'network' -> 'hosts' from ci_job where id = ?",
                String.class,
                UUID.fromString(json(created).at("/jobs/0/id").asString())))
        .isEqualTo("[\"pypi.org\", \"files.pythonhosted.org\", \"example.org:8443\"]");

    HttpResponse<String> unknown =
        post("/api/v1/runs", run(job.formatted("allowlist", "\"presets\":[\"warez\"]")));
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("network.presets", "warez", "debian");
    HttpResponse<String> useless =
        post("/api/v1/runs", run(job.formatted("full", "\"presets\":[\"pypi\"]")));
    assertThat(useless.statusCode()).isEqualTo(400);
  }
}
