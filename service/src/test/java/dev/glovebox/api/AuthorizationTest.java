package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint with every kind of key. */
class AuthorizationTest extends ApiTest {

  private static final String SOME = "00000000-0000-4000-8000-000000000000";

  /** Endpoints and the scope that each needs; none = any key. */
  record Endpoint(String method, String path, Optional<Scope> scope) {}

  static Stream<Endpoint> endpoints() {
    var read = Optional.of(Scope.SUBMISSIONS_READ);
    var write = Optional.of(Scope.SUBMISSIONS_WRITE);
    return Stream.of(
        new Endpoint("GET", "/api/v1/submissions", read),
        new Endpoint("GET", "/api/v1/submissions/{id}", read),
        new Endpoint("GET", "/api/v1/submissions/{id}/events", read),
        new Endpoint("POST", "/api/v1/submissions", write),
        new Endpoint("POST", "/api/v1/submissions/batch", write),
        new Endpoint("POST", "/api/v1/submissions/{id}/cancel", write),
        new Endpoint("POST", "/api/v1/submissions/cancel", write),
        new Endpoint("POST", "/api/v1/submissions/priority", write),
        new Endpoint("GET", "/api/v1/queue", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/queue/pause", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/queue/resume", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/drill", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/drills", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/drills/{id}", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/drills/{id}/cancel", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/operations", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/operations", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/operations/{id}", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/operations/{id}/stop", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/settings", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/workers", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/workers/drain", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/workers/work", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/workers/disable", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/workers/enable", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/admin/workers/self-test", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/self-tests", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/admin/self-tests/{id}", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/submissions/{id}/judgings", read),
        new Endpoint("POST", "/api/v1/rejudgings", write),
        new Endpoint("GET", "/api/v1/rejudgings", read),
        new Endpoint("GET", "/api/v1/rejudgings/{id}", read),
        new Endpoint("POST", "/api/v1/rejudgings/{id}/apply", write),
        new Endpoint("POST", "/api/v1/rejudgings/{id}/discard", write),
        new Endpoint(
            "POST",
            "/api/v1/problems/{problem}/versions/{version}/release",
            Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/problems", Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint("GET", "/api/v1/problems/{id}", Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint("GET", "/api/v1/problems/{id}/versions", Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint(
            "GET", "/api/v1/problems/{id}/versions/{version}", Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint(
            "POST", "/api/v1/problems/{problem}/verify", Optional.of(Scope.PROBLEMS_WRITE)),
        new Endpoint(
            "GET", "/api/v1/problems/{problem}/verifications", Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint(
            "GET",
            "/api/v1/problems/{problem}/verifications/{id}",
            Optional.of(Scope.PROBLEMS_READ)),
        new Endpoint(
            "POST",
            "/api/v1/problems/{problem}/verifications/{id}/cancel",
            Optional.of(Scope.PROBLEMS_WRITE)),
        new Endpoint("PUT", "/api/v1/problems/{id}", Optional.of(Scope.PROBLEMS_WRITE)),
        new Endpoint("DELETE", "/api/v1/problems/{id}", Optional.of(Scope.PROBLEMS_WRITE)),
        new Endpoint("POST", "/api/v1/runs", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/lint", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/runs", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/runs/{id}", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/runs/{id}/wait", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/runs/{id}/graph", Optional.of(Scope.CI_READ)),
        new Endpoint("POST", "/api/v1/runs/{id}/cancel", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/runs/{id}/retry", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/jobs/{id}", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/jobs/{id}/wait", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/jobs/{id}/log", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/jobs/{id}/log/events", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/events", Optional.of(Scope.CI_READ)),
        new Endpoint("POST", "/api/v1/jobs/{id}/cancel", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/jobs/{id}/play", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/jobs/{id}/retry", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/jobs/{id}/steps", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/jobs/{id}/steps/{number}", Optional.of(Scope.CI_READ)),
        new Endpoint("POST", "/api/v1/jobs/{id}/finish", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/uploads", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/uploads/{id}", Optional.of(Scope.CI_READ)),
        new Endpoint("DELETE", "/api/v1/uploads/{id}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/jobs/{id}/artifacts", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/jobs/{id}/report", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/runs/{id}/report", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/secrets", Optional.of(Scope.CI_READ)),
        new Endpoint("PUT", "/api/v1/secrets/{name}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("DELETE", "/api/v1/secrets/{name}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/caches", Optional.of(Scope.CI_READ)),
        new Endpoint("DELETE", "/api/v1/caches", Optional.of(Scope.CI_WRITE)),
        new Endpoint("DELETE", "/api/v1/caches/{id}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/artifacts/{id}", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/artifacts/{id}/content", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/artifacts/{id}/entries", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/artifacts/{id}/file", Optional.of(Scope.CI_READ)),
        new Endpoint("POST", "/api/v1/artifacts/{id}/keep", Optional.of(Scope.CI_WRITE)),
        new Endpoint("DELETE", "/api/v1/artifacts/{id}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/webhooks", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/webhooks", Optional.of(Scope.CI_READ)),
        new Endpoint("GET", "/api/v1/webhooks/{id}", Optional.of(Scope.CI_READ)),
        new Endpoint("PUT", "/api/v1/webhooks/{id}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("DELETE", "/api/v1/webhooks/{id}", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/webhooks/{id}/rotate", Optional.of(Scope.CI_WRITE)),
        new Endpoint("POST", "/api/v1/webhooks/{id}/ping", Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/webhooks/{id}/deliveries", Optional.of(Scope.CI_READ)),
        new Endpoint(
            "GET", "/api/v1/webhooks/{id}/deliveries/{delivery}", Optional.of(Scope.CI_READ)),
        new Endpoint(
            "POST",
            "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
            Optional.of(Scope.CI_WRITE)),
        new Endpoint("GET", "/api/v1/tenants", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/tenants", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/tenants/{name}", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/tenants/{name}/disable", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/tenants/{name}/enable", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/users", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/users/{id}", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/role", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/disable", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/link", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/unlink", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/enable", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/password", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/users/{id}/sign-out", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/keys", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/keys", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/keys/{id}", Optional.of(Scope.ADMIN)),
        new Endpoint("POST", "/api/v1/keys/{id}/revoke", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/audit", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/keys/current", Optional.empty()),
        new Endpoint("POST", "/api/v1/keys/current/rotate", Optional.empty()),
        new Endpoint("POST", "/api/v1/keys/{id}/rotate", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/keys/current/quota", Optional.empty()),
        new Endpoint("GET", "/api/v1/keys/{id}/quota", Optional.of(Scope.ADMIN)),
        new Endpoint("PUT", "/api/v1/keys/{id}/quota", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/quotas", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/quotas/{tenant}", Optional.of(Scope.ADMIN)),
        new Endpoint("PUT", "/api/v1/quotas/{tenant}", Optional.of(Scope.ADMIN)),
        new Endpoint("GET", "/api/v1/languages", Optional.empty()),
        new Endpoint("GET", "/api/v1/limits", Optional.empty()),
        new Endpoint("GET", "/actuator/prometheus", Optional.of(Scope.METRICS_READ)));
  }

  private static final Set<String> OPEN =
      Set.of("/api/v1/openapi.json", "/api/v1/openapi.yaml", "/docs", "/problems/{code}", "/error");

  @Autowired ApiKeys apiKeys;
  @Autowired JdbcTemplate jdbc;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  @ParameterizedTest
  @MethodSource("endpoints")
  void withoutAValidKeyItIs401(Endpoint endpoint) {
    String right = key;
    String wrong = right.substring(0, right.length() - 1) + (right.endsWith("A") ? "B" : "A");
    var revoked = apiKeys.issue(tenant, "revoked", Set.of(Scope.ADMIN), Optional.empty());
    apiKeys.revoke(revoked.id());
    var expired = apiKeys.issue(tenant, "expired", Set.of(Scope.ADMIN), Optional.of(Instant.EPOCH));
    for (String header :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer " + wrong,
            "Bearer gbx_aaaaaaaaaaaa_" + "A".repeat(43),
            "Bearer ' or 1=1 --",
            "Basic YWRtaW46YWRtaW4=",
            "Bearer " + revoked.text(),
            "Bearer " + expired.text())) {
      var response = call(endpoint, header);
      assertThat(response.statusCode()).as(header).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Bearer");
      assertThat(json(response).get("type").stringValue()).isEqualTo("/problems/unauthenticated");
    }
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void theScopeDecides(Endpoint endpoint) {
    for (Scope scope : Scope.values()) {
      var response = call(endpoint, "Bearer " + keys.key(tenant, scope));
      boolean may =
          scope == Scope.ADMIN || endpoint.scope().isEmpty() || endpoint.scope().get() == scope;
      assertThat(response.statusCode() != 403 && response.statusCode() != 401)
          .as("%s %s", scope, response.statusCode())
          .isEqualTo(may);
      if (!may) {
        assertThat(json(response).get("detail").stringValue())
            .contains(endpoint.scope().orElseThrow().code());
      }
    }
  }

  @Test
  void noEndpointIsForgottenHere() {
    var tested = new ArrayList<>(endpoints().map(Endpoint::path).toList());
    tested.addAll(OPEN);
    Set<String> mapped = new java.util.HashSet<>();
    mappings.getHandlerMethods().keySet().forEach(info -> mapped.addAll(info.getPatternValues()));
    assertThat(tested).containsAll(mapped);
  }

  @Test
  void whatIsOpenNeedsNoKey() {
    for (String path :
        List.of(
            "/actuator/health",
            "/actuator/health/liveness",
            "/api/v1/openapi.json",
            "/api/v1/openapi.yaml",
            "/docs",
            "/docs/assets/swagger-ui-bundle.js",
            "/docs/page/page.js",
            "/problems/invalid-request")) {
      assertThat(call(new Endpoint("GET", path, Optional.empty()), "").statusCode())
          .as(path)
          .isEqualTo(200);
    }
    assertThat(call(new Endpoint("GET", "/actuator/health", Optional.empty()), "").body())
        .doesNotContain("PostgreSQL");
    assertThat(call(new Endpoint("GET", "/actuator/env", Optional.empty()), "").statusCode())
        .isEqualTo(401);
  }

  @Test
  void aKeyThatAnotherProcessRevokedStopsWorkingSoon() {
    assertThat(get("/api/v1/limits").statusCode()).isEqualTo(200);
    jdbc.update("update api_key set revoked_at = now() where tenant_id = ?", tenant);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get("/api/v1/limits").statusCode() == 401);
  }

  @Test
  void theTimeOfLastUseIsWrittenAndTheSecretNowhere() {
    assertThat(get("/api/v1/limits").statusCode()).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            jdbc.queryForObject(
                    "select count(*) from api_key where tenant_id = ? and last_used_at is not null",
                    Integer.class,
                    tenant)
                == 1);
    String rows =
        jdbc.queryForList("select k::text as row from api_key k", String.class).toString();
    assertThat(rows).doesNotContain(key.substring(17));
  }

  private HttpResponse<String> call(Endpoint endpoint, String authorization) {
    var request =
        HttpRequest.newBuilder(
            java.net.URI.create(
                "http://127.0.0.1:"
                    + port
                    + endpoint
                        .path()
                        .replace("{id}", SOME)
                        .replace("{delivery}", SOME)
                        .replace("{tenant}", "nobody")
                        .replace("{name}", "TOKEN")
                        .replace("{number}", "1")
                        .replace("{problem}", "sums")
                        .replace("{version}", "a".repeat(64))));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    request.header("Content-Type", "application/json");
    request.header("Last-Event-ID", "none"); // streams refuse it: they would have no end
    request.method(
        endpoint.method(),
        endpoint.method().equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString("{}"));
    return send(request);
  }
}
