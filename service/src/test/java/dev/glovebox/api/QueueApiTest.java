package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.AuditLog;
import dev.glovebox.submission.BulkCancel;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Pausing the queue and cancelling much at once, as the API says it. */
class QueueApiTest extends ApiTest {

  @Autowired FakeBulkCancel cancelling;
  @Autowired AuditLog audit;

  @Test
  void aPauseIsShownUntilItIsResumed() {
    String name = "t-" + tenant;
    String body = "{\"tenant\":\"%s\",\"reason\":\"too hot\"}".formatted(name);
    assertThat(pause(post("/api/v1/queue/pause", body), name)).contains("too hot");
    String again = body.replace("too hot", "still too hot");
    assertThat(pause(post("/api/v1/queue/pause", again), name)).contains("too hot");
    assertThat(pause(get("/api/v1/queue"), name)).contains("too hot");
    assertThat(audit.newest(Long.MAX_VALUE, 1))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.actor()).isEqualTo("key test");
          assertThat(entry.action()).isEqualTo("paused the queue");
          assertThat(entry.subject()).isEqualTo("tenant " + name);
          assertThat(entry.detail()).isEqualTo("too hot");
        });

    String resumed = "{\"tenant\":\"%s\"}".formatted(name);
    assertThat(pause(post("/api/v1/queue/resume", resumed), name)).isEmpty();
    assertThat(post("/api/v1/queue/resume", resumed).statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/queue/pause", body.replace(name, "nobody")).statusCode())
        .isEqualTo(404);
  }

  private static Optional<String> pause(HttpResponse<String> answer, String tenant) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer)
        .path("pauses")
        .valueStream()
        .filter(one -> one.path("tenant").asString("").equals(tenant))
        .map(one -> one.path("reason").asString())
        .findAny();
  }

  @Test
  void aFilterOfTheOwnTenantIsCancelled() {
    HttpResponse<String> answer =
        post(
            "/api/v1/submissions/cancel",
            """
            {"reason": " a flood ", "state": "queued", "language": "cpp", "problem": "sum",
             "from": "2026-01-31T12:00:00Z"}
            """);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode done = json(answer);
    assertThat(done.path("ended").asInt()).isEqualTo(3);
    assertThat(done.path("ending").asInt()).isEqualTo(1);
    assertThat(cancelling.asked.getLast())
        .isEqualTo(
            new BulkCancel.Filter(
                Optional.of(tenant),
                Optional.of(false),
                Optional.of("cpp"),
                Optional.of("sum"),
                Optional.of(Instant.parse("2026-01-31T12:00:00Z")),
                Optional.empty()));
    assertThat(cancelling.reasons.getLast()).isEqualTo("a flood");
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst().detail()).isEqualTo("a flood");
  }

  @Test
  void aFilterOfTheOwnTenantGetsAnotherPriority() {
    HttpResponse<String> answer =
        post("/api/v1/submissions/priority", "{\"priority\": \"high\", \"language\": \"cpp\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("moved").asInt()).isEqualTo(2);
    assertThat(cancelling.asked.getLast().tenant()).contains(tenant);
    assertThat(cancelling.asked.getLast().language()).contains("cpp");
    assertThat(cancelling.reasons.getLast()).isEqualTo("to HIGH");
    assertThat(audit.newest(Long.MAX_VALUE, 1).getFirst().subject()).isEqualTo("2 to high");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/submissions/cancel | {}                                    | reason   | required",
        "/api/v1/submissions/cancel | {\"reason\":\" \"}                      | reason   | required",
        "/api/v1/submissions/cancel | {\"reason\":\"x\",\"state\":\"done\"}     | state    | not-allowed",
        "/api/v1/submissions/cancel | {\"reason\":\"x\",\"language\":\"kl\"}    | language | not-allowed",
        "/api/v1/submissions/cancel | {\"reason\":\"x\",\"to\":\"yesterday\"}   | to       | wrong-type",
        "/api/v1/submissions/cancel | {\"reason\":\"x\",\"colour\":1}         | colour   | unknown-field",
        "/api/v1/submissions/priority | {}                                  | priority | required",
        "/api/v1/submissions/priority | {\"priority\":\"top\"}                | priority | not-allowed",
        "/api/v1/queue/pause        | {}                                    | reason   | required",
        "/api/v1/queue/resume       | {\"tenant\":7}                          | tenant   | wrong-type"
      })
  void whatIsWrongIsSaidByFieldAndRule(String path, String body, String field, String rule) {
    HttpResponse<String> answer = post(path, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("errors").valueStream())
        .anySatisfy(error -> {
          assertThat(error.path("field").asString()).isEqualTo(field);
          assertThat(error.path("rule").asString()).isEqualTo(rule);
        });
  }
}
