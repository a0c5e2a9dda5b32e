package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the API says of rejudgings; that they judge is another test's business. */
class RejudgingApiTest extends ApiTest {

  @Test
  void oneThatSelectsNothingIsReadyAndCanBeEndedOnce() {
    HttpResponse<String> begun =
        post("/api/v1/rejudgings", "{\"problem\":\"sums\",\"reason\":\"new tests\",\"rounds\":2}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    String path = begun.headers().firstValue("Location").orElseThrow();
    JsonNode read = json(get(path));
    assertThat(read.path("state").asString()).isEqualTo("ready");
    assertThat(read.path("reason").asString()).isEqualTo("new tests");
    assertThat(read.path("matrix").isEmpty()).isTrue();

    assertThat(json(post(path + "/apply", "")).path("state").asString()).isEqualTo("applied");
    HttpResponse<String> again = post(path + "/discard", "");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("type").asString()).isEqualTo("/problems/already-done");
    assertThat(json(get("/api/v1/rejudgings")).at("/rejudgings/0/id").asString())
        .isEqualTo(read.path("id").asString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                         | problem     | required",
        "{\"reason\":\"x\"}                         | problem     | required",
        "{\"problem\":\"a\",\"rounds\":0}           | rounds      | out-of-range",
        "{\"problem\":\"a\",\"rounds\":21}          | rounds      | out-of-range",
        "{\"problem\":\"a\",\"verdicts\":[\"XX\"]}  | verdicts    | not-allowed",
        "{\"submissions\":[\"7\"]}                  | submissions | not-allowed",
        "{\"language\":\"klingon\"}                 | language    | not-allowed",
        "{\"from\":\"yesterday\"}                   | from        | wrong-type",
        "{\"problem\":\"a\",\"colour\":1}           | colour      | unknown-field"
      })
  void whatIsWrongIsSaidByFieldAndRule(String body, String field, String rule) {
    HttpResponse<String> answer = post("/api/v1/rejudgings", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("errors").valueStream())
        .anySatisfy(error -> {
          assertThat(error.path("field").asString()).isEqualTo(field);
          assertThat(error.path("rule").asString()).isEqualTo(rule);
        });
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String some = "00000000-0000-4000-8000-000000000000";
    assertThat(get("/api/v1/rejudgings/" + some).statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/rejudgings/7").statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/rejudgings/" + some + "/apply", "").statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/rejudgings/" + some + "/discard", "").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/submissions/" + some + "/judgings").statusCode()).isEqualTo(404);
  }
}
