package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.account.AuditLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Security drills as the API says them; what they do is tested on an engine. */
class DrillApiTest extends ApiTest {

  @Autowired AuditLog audit;
  @Autowired JdbcTemplate jdbc;

  @AfterEach
  void end() {
    jdbc.update("delete from drill");
  }

  @Test
  void aDrillSaysOfEachAttackWhatCame() {
    submissions.instantly = true; // every program says hello, and ends well
    HttpResponse<String> begun = post("/api/v1/admin/drill", "{\"attacks\":[\"A\",\"C01\",\"K\"]}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String path = begun.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> json(get(path)).path("state").asString().equals("done"));

    JsonNode drill = json(get(path));
    assertThat(drill.path("counts").toString())
        .isEqualTo("{\"waiting\":0,\"held\":0,\"broken\":3,\"notRun\":1,\"notPart\":1}");
    assertThat(results(drill))
        .containsExactly("A01 broken", "A02 broken", "A03 broken", "C01 not-run", "K01 not-part");
    assertThat(outcome(drill, "A02").path("complaints").valueStream().map(JsonNode::asString))
        .contains(
            "test 1 (alone): its verdict is AC, not of [RTE]",
            "the honest python program afterwards did not say honest");
    assertThat(outcome(drill, "C01").path("note").asString())
        .isEqualTo("image missing (cobol): its image is being built");
    assertThat(results(json(get(path + "?result=not-run")))).containsExactly("C01 not-run");
    assertThat(json(get("/api/v1/admin/drills")).path("drills").path(0).path("id"))
        .isEqualTo(drill.path("id"));
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst().action())
        .isEqualTo("began a security drill");
    assertThat(post(path + "/cancel", "").statusCode()).isEqualTo(409);
    assertThat(submissions.views.values())
        .allSatisfy(view ->
            assertThat(view.submission().request().overrides()).as("in no list").isPresent());
  }

  @Test
  void oneAtATime() {
    UUID other = UUID.randomUUID();
    jdbc.update(
        """
        insert into drill (id, tenant_id, tier, selection, state, begun_by, owner, lease_until)
        values (?, ?, 'container', '{}', 'RUNNING', 'x', 'another process', now() + interval '1 h')
        """,
        other,
        tenant);
    HttpResponse<String> second = post("/api/v1/admin/drill", "{}");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(second).path("detail").asString()).contains("another drill is running");
    HttpResponse<String> cancelled = post("/api/v1/admin/drills/" + other + "/cancel", "");
    assertThat(json(cancelled).path("state").asString()).isEqualTo("cancelled");
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst().action())
        .isEqualTo("cancelled a security drill");
    submissions.instantly = true;
    assertThat(post("/api/v1/admin/drill", "{}").statusCode()).isEqualTo(202);
  }

  @Test
  void aDryRunOnlyTells() {
    HttpResponse<String> answer =
        post("/api/v1/admin/drill", "{\"dryRun\":true,\"attacks\":[\"A01\",\"C\",\"K01\"]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode plan = json(answer);
    assertThat(plan.path("attacks").valueStream().map(one -> one.path("attack").asString()))
        .containsExactly("A01", "C01", "K01");
    assertThat(plan.path("attacks").path(0).path("expected").asString())
        .isEqualTo("AC; standard output shows /^contained/; no stream shows /PWNED/");
    assertThat(plan.path("attacks").path(1).path("hindrance").asString()).contains("image missing");
    assertThat(plan.path("attacks").path(2).path("part").asBoolean()).isFalse();
    assertThat(json(get("/api/v1/admin/drills")).path("drills").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"attacks\":[\"Z99\"]} | 400 | neither the id",
        "{\"attacks\":\"A\"}     | 400 | list",
        "{\"tier\":\"moon\"}     | 400 | tier",
        "{\"colour\":1}          | 400 | colour",
        "{\"attacks\":[\"K\"]}   | 409 | none of the attacks"
      })
  void whatCantBeMeantIsRefused(String body, int status, String said) {
    HttpResponse<String> answer = post("/api/v1/admin/drill", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(said);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String none = "/api/v1/admin/drills/" + UUID.randomUUID();
    assertThat(get(none).statusCode()).isEqualTo(404);
    assertThat(post(none + "/cancel", "").statusCode()).isEqualTo(404);
    assertThat(get(none + "?result=odd").statusCode()).isEqualTo(400);
  }

  private static JsonNode outcome(JsonNode drill, String attack) {
    return drill
        .path("outcomes")
        .valueStream()
        .filter(one -> one.path("attack").asString().equals(attack))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> results(JsonNode drill) {
    return drill
        .path("outcomes")
        .valueStream()
        .map(one -> one.path("attack").asString() + " " + one.path("result").asString())
        .toList();
  }
}
