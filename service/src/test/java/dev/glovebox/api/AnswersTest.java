package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.account.Caller;
import dev.glovebox.account.Quotas;
import dev.glovebox.account.Refusals;
import dev.glovebox.account.Scope;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import io.github.bucket4j.TimeMeter;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;

/** What good requests are answered with. */
class AnswersTest extends ApiTest {

  @Autowired Quotas quotas;
  @Autowired Refusals refusals;

  private static final String HELLO = "{\"language\":\"py\",\"source\":\"print('hello')\"}";

  @Test
  void aSubmissionIsAcceptedUnderItsOwnAddress() {
    var response = post("/api/v1/submissions", HELLO);
    assertThat(response.statusCode()).isEqualTo(201);
    var body = json(response);
    assertThat(body.get("state").stringValue()).isEqualTo("queued");
    assertThat(body.get("language").stringValue()).isEqualTo("python");
    String location = response.headers().firstValue("Location").orElseThrow();
    assertThat(json(get(location)).get("id")).isEqualTo(body.get("id"));
  }

  @Test
  void waitingAnswersWithTheWholeResult() {
    submissions.instantly = true;
    var response = post("/api/v1/submissions?wait=true&timeout=5", HELLO);
    assertThat(response.statusCode()).isEqualTo(200);
    var body = json(response);
    assertThat(body.at("/verdict/code").stringValue()).isEqualTo("AC");
    assertThat(body.at("/tests/0/cpuTimeMicros").longValue()).isEqualTo(12_345);
    assertThat(body.at("/tests/0/limit").stringValue()).isEqualTo("file-size");
    assertThat(body.at("/tests/0/stdout/text").stringValue()).isEqualTo("hello\n");
    assertThat(body.at("/sandbox/tier").stringValue()).isEqualTo("container");
    assertThat(body.at("/limits/memory").longValue()).isEqualTo(512L << 20);
    assertThat(body.at("/limits/processes").intValue()).isEqualTo(64);
  }

  @Test
  void aWaitThatRunsOutIsAnsweredWithWhatIsKnown() {
    var response = post("/api/v1/submissions?wait=true&timeout=10ms", HELLO);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json(response).get("state").stringValue()).isEqualTo("queued");
    assertThat(response.headers().firstValue("Location")).isPresent();
  }

  @Test
  void everyFieldReachesTheRequest() {
    var response =
        post(
            "/api/v1/submissions",
            """
            {"language":"c++","files":[{"name":"a.cpp","content":"é"},{"name":"b/c.h","contentBase64":"/w=="}],
             "main":"a.cpp","compileOptions":["-O3"],"arguments":["-x","@y"],
             "tests":[{"name":"one","input":"\\u0000","expectedBase64":"AA==","comparison":{"type":"kattis","caseSensitive":true,"floatTolerance":1e-6}},
                      {"inputBase64":"AQ==","expected":""}],
             "comparison":"exact",
             "limits":{"cpuTime":1.5,"wallTime":"2500ms","memory":"64MiB","processes":3,"output":7,"fileSize":"1kB","stack":"8MiB"},
             "network":"none","isolation":"gvisor","priority":"high","stopAtFirstFailure":true,"mergeStderr":true,
             "onOutputLimit":"drain","metadata":{"user":"7\\n=HYPERLINK("},"idempotencyKey":"k"}\
            """);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    var request = submissions.last();
    assertThat(request.language()).isEqualTo("cpp");
    assertThat(request.sources().get(0).content()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    assertThat(request.sources().get(1).content()).containsExactly(0xff);
    assertThat(request.main()).contains("a.cpp");
    assertThat(request.compileOptions()).contains(List.of("-O3"));
    assertThat(request.arguments()).containsExactly("-x", "@y");
    assertThat(request.tests().get(0).input()).containsExactly(0);
    assertThat(request.tests().get(0).expected().orElseThrow()).containsExactly(0);
    assertThat(request.tests().get(0).comparison())
        .isEqualTo(
            new Comparison.Kattis(
                true,
                false,
                Optional.of(new BigDecimal("1E-6")),
                Optional.of(new BigDecimal("1E-6"))));
    assertThat(request.tests().get(1).comparison()).isEqualTo(new Comparison.Exact());
    assertThat(request.limits().cpu()).isEqualTo(Duration.ofMillis(1500));
    assertThat(request.limits().wall()).isEqualTo(Duration.ofMillis(2500));
    assertThat(request.limits().memoryBytes()).isEqualTo(64 << 20);
    assertThat(request.limits().processes()).isEqualTo(3);
    assertThat(request.limits().outputBytes()).isEqualTo(7);
    assertThat(request.limits().fileSizeBytes()).isEqualTo(1000);
    assertThat(request.limits().stackBytes()).contains(8L << 20);
    assertThat(request.tier()).isEqualTo(dev.glovebox.sandbox.IsolationTier.GVISOR);
    assertThat(request.priority()).isEqualTo(dev.glovebox.submission.Priority.HIGH);
    assertThat(request.stopAtFirstFailure() && request.mergeStderr() && request.drainOutput())
        .isTrue();
    assertThat(request.metadata()).isEqualTo(Map.of("user", "7\n=HYPERLINK("));
    assertThat(request.idempotencyKey()).contains("k");
  }

  @Test
  void anOutputThatIsNotTextIsShownAsBase64AndExpectedOutputsNever() {
    String id =
        submit(
            "{\"language\":\"py\",\"source\":\"\",\"tests\":[{\"input\":\"\",\"expected\":\"TOP-SECRET\"}]}");
    submissions.finish(
        new SubmissionId(UUID.fromString(id)), FakeSubmissions.result(new byte[] {(byte) 0xff}, 1));
    var response = get("/api/v1/submissions/" + id);
    assertThat(json(response).at("/tests/0/stdout/base64").stringValue()).isEqualTo("/w==");
    assertThat(json(response).at("/tests/0/stdout/text").isMissingNode()).isTrue();
    assertThat(response.body()).doesNotContain("TOP-SECRET");
  }

  @Test
  void aCutThroughACharacterKeepsTheTextBeforeIt() {
    byte[] euro = "a€".getBytes(StandardCharsets.UTF_8);
    var cut =
        ResultBody.OutputBody.of(
            new dev.glovebox.submission.CapturedOutput(
                java.util.Arrays.copyOf(euro, 3), 9, new byte[32]));
    assertThat(cut.text()).contains("a");
    var whole =
        ResultBody.OutputBody.of(
            new dev.glovebox.submission.CapturedOutput(
                java.util.Arrays.copyOf(euro, 3), 3, new byte[32]));
    assertThat(whole.base64()).isPresent();
  }

  @Test
  void theSameKeyAnswersWithTheFirstSubmissionAndRefusesADifferentOne() {
    var first = request("/api/v1/submissions").header("Idempotency-Key", "abc");
    first
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(HELLO));
    var created = send(first);
    var again = send(first);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(json(again).get("id")).isEqualTo(json(created).get("id"));
    var other =
        post(
            "/api/v1/submissions",
            "{\"language\":\"py\",\"source\":\"other\",\"idempotencyKey\":\"abc\"}");
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("/problems/idempotency-key-reused");
  }

  @Test
  void aBatchIsAcceptedInItsOrder() {
    var response =
        post("/api/v1/submissions/batch", "{\"submissions\":[%s,%s]}".formatted(HELLO, HELLO));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("submissions")).hasSize(2);
    assertThat(submissions.views).hasSize(2);
  }

  @Test
  void cancellingEndsItOnce() {
    String id = submit(HELLO);
    var cancelled = post("/api/v1/submissions/" + id + "/cancel", "");
    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(json(cancelled).at("/verdict/code").stringValue()).isEqualTo("CAN");
    var again = post("/api/v1/submissions/" + id + "/cancel", "");
    assertThat(again.statusCode()).isEqualTo(409);
  }

  @Test
  void pagesFollowEachOtherToTheEnd() {
    for (int i = 0; i < 5; i++) {
      submit(HELLO);
    }
    Set<String> seen = new HashSet<>();
    String query = "?limit=2&language=py&state=queued";
    String cursor = "";
    do {
      var page = json(get("/api/v1/submissions" + query + cursor));
      page.get("submissions").forEach(row -> seen.add(row.get("id").stringValue()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(5);
  }

  @Test
  void anotherTenantSeesNothing() {
    String id = submit(HELLO);
    key = keys.key(keys.tenant(), Scope.ADMIN);
    assertThat(get("/api/v1/submissions/" + id).statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/submissions/" + id + "/events").statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/submissions/" + id + "/cancel", "").statusCode()).isEqualTo(404);
    assertThat(json(get("/api/v1/submissions")).get("submissions")).isEmpty();
  }

  @Test
  void languagesAndLimitsAreTold() {
    var languages = json(get("/api/v1/languages")).get("languages");
    assertThat(languages).hasSize(3);
    assertThat(languages.get(0).get("ready").booleanValue()).isFalse();
    assertThat(languages.get(0).get("reason").stringValue()).contains("being built");
    var limits = json(get("/api/v1/limits"));
    assertThat(limits.at("/defaults/cpuTime").decimalValue()).isEqualByComparingTo("5");
    assertThat(limits.at("/maxima/memory").longValue()).isEqualTo(2L << 30);
  }

  @Test
  void aTierThatTheEngineLacksIsNeitherOfferedNorAccepted() {
    assertThat(json(get("/api/v1/limits")).get("isolation")).hasSize(2);
    submissions.gvisor = false;
    assertThat(
            json(get("/api/v1/limits")).get("isolation").valueStream().map(JsonNode::stringValue))
        .containsExactly("container");
    var refused =
        post(
            "/api/v1/submissions",
            "{\"language\":\"py\",\"source\":\"x\",\"isolation\":\"gvisor\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/errors/0/field").stringValue()).isEqualTo("isolation");
    assertThat(json(refused).at("/errors/0/rule").stringValue()).isEqualTo("not-available");
    assertThat(refused.body()).contains("the engine lacks it");
    assertThat(submissions.views).isEmpty();
  }

  @Test
  void tooManyRequestsOfATenantAreToldWhenToComeBack() {
    var clock = new AtomicLong();
    var rates = rates(new ApiProperties.RateLimit(1, 2, 0, 0, 0), clock);
    var response = new MockHttpServletResponse();
    assertThat(rates.admit(caller(tenant), response)).isTrue();
    assertThat(rates.admit(caller(tenant), response)).isTrue();
    assertThat(response.getHeader("Retry-After")).isNull();
    assertThat(rates.admit(caller(tenant), response)).isFalse();
    assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"tenant\";q=2;w=2");
    assertThat(response.getHeader("RateLimit")).isEqualTo("\"tenant\";r=0;t=2");
    assertThat(rates.admit(caller(UUID.randomUUID()), response)).isTrue();
    clock.addAndGet(1_000_000_000L);
    assertThat(rates.admit(caller(tenant), response)).isTrue();
  }

  @Test
  void aKeyHasLimitsOfItsOwnWithinThoseOfItsTenant() {
    var clock = new AtomicLong();
    var rates = rates(new ApiProperties.RateLimit(0, 1, 2, 3, 0), clock);
    Caller one = caller(tenant);
    var response = new MockHttpServletResponse();
    assertThat(rates.admit(one, response) && rates.admit(one, response)).isTrue();
    assertThat(response.getHeader("RateLimit-Policy"))
        .isEqualTo("\"key-second\";q=2;w=1, \"key-minute\";q=3;w=60");
    assertThat(response.getHeader("RateLimit"))
        .isEqualTo("\"key-second\";r=0;t=1, \"key-minute\";r=1;t=40");
    assertThat(rates.admit(one, response)).isFalse();
    assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    assertThat(rates.admit(caller(tenant), response)).isTrue();
    clock.addAndGet(1_000_000_000L);
    assertThat(rates.admit(one, response)).isTrue();
    assertThat(rates.admit(one, response)).isFalse();
    assertThat(response.getHeader("Retry-After")).isEqualTo("19");
  }

  @Test
  void onlyWhatIsStoredCountsAsSubmitted() {
    var rates = rates(new ApiProperties.RateLimit(0, 1, 0, 0, 10), new AtomicLong());
    var stored = new SubmissionIntake.Accepted(submission(), false);
    var repeated = new SubmissionIntake.Accepted(submission(), true);
    var full = new QueueFull(QueueFull.Reason.TENANT, Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              rates.submit(
                  tenant,
                  200,
                  () -> {
                    throw full;
                  }))
          .isSameAs(full);
      assertThat(rates.submit(tenant, 200, () -> Collections.nCopies(200, repeated))).hasSize(200);
    }
    rates.submit(tenant, 3, () -> List.of(stored, repeated, repeated));
    rates.submit(tenant, 9);
    assertThatThrownBy(() -> rates.submit(tenant, 1)).isInstanceOf(QueueFull.class);
  }

  private RateLimits rates(ApiProperties.RateLimit usual, AtomicLong clock) {
    return new RateLimits(
        usual,
        quotas,
        refusals,
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return clock.get();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        });
  }

  private Submission submission() {
    post("/api/v1/submissions", HELLO);
    return submissions.views.values().iterator().next().submission();
  }

  private static Caller caller(UUID tenant) {
    return new Caller(tenant, UUID.randomUUID(), "one", Set.of());
  }

  @Test
  void healthIsOpenAndMetricsAreThere() {
    assertThat(get("/actuator/health/readiness").body()).contains("UP");
    assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
  }
}
