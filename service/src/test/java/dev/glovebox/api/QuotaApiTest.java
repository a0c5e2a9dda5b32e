package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Refusals;
import dev.glovebox.account.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * Quotas of tenants and keys: changed over the API, kept by it, and told of when they are used up.
 */
class QuotaApiTest extends ApiTest {

  private static final String SUBMISSION = "{\"language\": \"py\", \"source\": \"\"}";

  @Autowired Refusals refusals;
  private String path;

  @BeforeEach
  void ownTenant() {
    path = "/api/v1/quotas/t-" + tenant;
  }

  @Test
  void aKeyIsToldToComeBackWhenItsQuotaIsUsedUp() {
    String admin = key;
    String limited = keys.key(tenant, Scope.CI_READ);
    key = limited;
    String id = json(get("/api/v1/keys/current")).path("id").asString();
    key = admin;
    JsonNode changed =
        json(
            put(
                "/api/v1/keys/" + id + "/quota",
                "{\"version\": 0, \"requestsPerMinute\": 1, \"reason\": \"a test\"}"));
    assertThat(changed.at("/overrides/requestsPerMinute").asInt()).isOne();

    key = limited;
    HttpResponse<String> first = get("/api/v1/keys/current/quota");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "RateLimit-Policy"))
        .startsWith("\"key-minute\";q=1;w=60, \"tenant\";q=10000");
    assertThat(header(first, "RateLimit")).startsWith("\"key-minute\";r=0;t=60");
    HttpResponse<String> second = get("/api/v1/keys/current/quota");
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(json(second).path("type").asString()).isEqualTo("/problems/rate-limited");
    assertThat(Integer.parseInt(header(second, "Retry-After"))).isBetween(1, 60);

    key = admin;
    assertThat(get("/api/v1/limits").statusCode()).isEqualTo(200);
    refusals.destroy(); // writes what it has counted
    assertThat(json(get(path)).at("/refusedLastDay/requests").asInt()).isOne();
  }

  @Test
  void submissionsOfAMinuteAreCountedForAllKeysOfATenant() {
    assertThat(put(path, quota(0, "\"submissionsPerMinute\": 2")).statusCode()).isEqualTo(200);
    assertThat(post("/api/v1/submissions", SUBMISSION).statusCode()).isEqualTo(201);
    key = keys.key(tenant, Scope.ADMIN);
    String batch = "{\"submissions\": [%s, %s]}".formatted(SUBMISSION, SUBMISSION);
    HttpResponse<String> refused = post("/api/v1/submissions/batch", batch);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json(refused).path("type").asString()).isEqualTo("/problems/rate-limited");
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
    assertThat(post("/api/v1/submissions", SUBMISSION).statusCode()).isEqualTo(201);
    assertThat(post("/api/v1/submissions", SUBMISSION).statusCode()).isEqualTo(429);
    refusals.destroy();
    assertThat(json(get(path)).at("/refusedLastDay/submissions").asInt()).isEqualTo(2);

    assertThat(put(path, quota(1, "\"submissionsPerMinute\": 0")).statusCode()).isEqualTo(200);
    assertThat(post("/api/v1/submissions/batch", batch).statusCode()).isEqualTo(201);
  }

  @Test
  void aBatchThatIsLargerThanAMinutesQuotaIsCountedInWhole() {
    assertThat(put(path, quota(0, "\"submissionsPerMinute\": 2")).statusCode()).isEqualTo(200);
    String batch =
        "{\"submissions\": [%s]}".formatted(String.join(",", Collections.nCopies(6, SUBMISSION)));
    assertThat(post("/api/v1/submissions/batch", batch).statusCode()).isEqualTo(201);
    HttpResponse<String> next = post("/api/v1/submissions", SUBMISSION);
    assertThat(next.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(header(next, "Retry-After")))
        .as("seconds until four that are owed and this one are paid, two in a minute")
        .isBetween(91, 150);
  }

  @Test
  void twoAdministratorsDoNotOverwriteEachOther() {
    JsonNode before = json(get(path));
    assertThat(before.path("version").asInt()).isZero();
    assertThat(before.at("/overrides/maxQueued").isMissingNode()).isTrue();
    assertThat(before.at("/effective/requestBurst").asInt()).isEqualTo(10000);
    JsonNode changed =
        json(put(path, quota(0, "\"weight\": 200, \"maxQueued\": 50, \"maxRunning\": 3")));
    assertThat(changed.path("version").asInt()).isOne();
    assertThat(changed.at("/effective/maxQueued").asInt()).isEqualTo(50);
    HttpResponse<String> late = put(path, quota(0, "\"maxQueued\": 70"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).path("type").asString()).isEqualTo("/problems/changed-meanwhile");
    assertThat(json(get(path)).at("/overrides/maxQueued").asInt()).isEqualTo(50);

    JsonNode entries = json(get("/api/v1/audit?subject=tenant%20t-" + tenant)).path("entries");
    assertThat(entries.size()).isOne();
    assertThat(entries.get(0).path("detail").asString())
        .contains("waiting 50", "was weight 100", "waiting default", "a test");
  }

  @Test
  void allTenantsAreListedPageByPage() {
    JsonNode first = json(get("/api/v1/quotas?limit=1"));
    keys.tenant();
    JsonNode second = json(get("/api/v1/quotas?limit=1&cursor=" + first.path("next").asString()));
    assertThat(first.at("/quotas/0/tenant").asString())
        .isLessThan(second.at("/quotas/0/tenant").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"version\": 0}",
        "{\"version\": 0, \"reason\": \" \"}",
        "{\"reason\": \"x\"}",
        "{\"version\": 0, \"reason\": \"x\", \"weight\": 0}",
        "{\"version\": 0, \"reason\": \"x\", \"requestsPerSecond\": -1}",
        "{\"version\": 0, \"reason\": \"x\", \"requestBurst\": 0}",
        "{\"version\": 0, \"reason\": \"x\", \"maxQueued\": 1e99}",
        "{\"version\": 0, \"reason\": \"x\", \"colour\": 1}",
      })
  void wrongQuotasAreRefused(String body) {
    assertThat(put(path, body).statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> put(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String quota(int version, String limits) {
    return "{\"version\": %d, \"reason\": \"a test\", %s}".formatted(version, limits);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
