package dev.glovebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glovebox.account.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Webhooks, told to a real server that knows nothing of our classes. */
class WebhookApiTest extends ApiTest {

  private static final String RUN =
      """
      {"project": "%s", "ref": "main",
       "jobs": [{"name": "a", "image": "alpine", "steps": [{"run": ["true"]}]}]}
      """;

  private record Heard(
      String method,
      String id,
      String timestamp,
      List<String> signatures,
      String hub,
      String body) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /** What is answered first; afterwards 204. */
  private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();

  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::hear);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void hear(HttpExchange call) throws IOException {
    var headers = call.getRequestHeaders();
    heard.add(
        new Heard(
            call.getRequestMethod(),
            headers.getFirst("webhook-id"),
            headers.getFirst("webhook-timestamp"),
            Arrays.asList(headers.getFirst("webhook-signature").split(" ")),
            String.valueOf(headers.getFirst("X-Hub-Signature-256")),
            new String(call.getRequestBody().readAllBytes(), UTF_8)));
    int status = Objects.requireNonNullElse(statuses.poll(), 204);
    byte[] said = status == 204 ? new byte[0] : "<script>no\0\u001b[31m".getBytes(UTF_8);
    if (status / 100 == 3) {
      call.getResponseHeaders().add("Location", "/elsewhere");
    }
    call.sendResponseHeaders(status, status == 204 ? -1 : said.length);
    call.getResponseBody().write(said);
    call.close();
  }

  private Heard next() throws InterruptedException {
    return Objects.requireNonNull(heard.poll(1, TimeUnit.MINUTES), "nothing was told");
  }

  private JsonNode create(String more) {
    HttpResponse<String> created =
        post(
            "/api/v1/webhooks",
            "{\"url\": \"http://127.0.0.1:%d/hook?a=b\"%s}"
                .formatted(server.getAddress().getPort(), more));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return json(created);
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static byte[] key(JsonNode webhook) {
    String secret = webhook.path("secret").asString();
    assertThat(secret).startsWith("whsec_");
    return Base64.getDecoder().decode(secret.substring(6));
  }

  private static String expected(byte[] key, Heard told) throws Exception {
    String signed = told.id() + "." + told.timestamp() + "." + told.body();
    return "v1," + Base64.getEncoder().encodeToString(hmac(key, signed));
  }

  private static String path(JsonNode webhook) {
    return "/api/v1/webhooks/" + webhook.path("id").asString();
  }

  private JsonNode ended(JsonNode webhook, String delivery) {
    String path = path(webhook) + "/deliveries/" + delivery;
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !json(get(path)).path("state").asString().equals("pending"));
    return json(get(path));
  }

  @Test
  void whatHappensToARunIsToldAndSigned() throws Exception {
    JsonNode webhook =
        create(", \"events\": [\"run.created\", \"run.finished\"], \"hubSignature\": true");
    JsonNode run = json(post("/api/v1/runs", RUN.formatted("acme/app")));
    Heard told = next();

    JsonNode body = JSON.readTree(told.body());
    assertThat(told.method()).isEqualTo("POST");
    assertThat(body.path("type").asString()).isEqualTo("run.created");
    assertThat(body.at("/data/run/id").asString()).isEqualTo(run.path("id").asString());
    assertThat(body.at("/data/run/project").asString()).isEqualTo("acme/app");
    assertThat(body.at("/data/sequence").asLong()).isPositive();
    assertThat(told.signatures()).containsExactly(expected(key(webhook), told));
    assertThat(told.hub())
        .isEqualTo("sha256=" + HexFormat.of().formatHex(hmac(key(webhook), told.body())));

    post("/api/v1/runs/" + run.path("id").asString() + "/cancel?mode=force", "");
    JsonNode finished = JSON.readTree(next().body());
    assertThat(finished.path("type").asString()).isEqualTo("run.finished");
    assertThat(finished.at("/data/run/state").asString()).isEqualTo("canceled");
    assertThat(finished.at("/data/sequence").asLong())
        .isGreaterThan(body.at("/data/sequence").asLong());
    assertThat(heard).isEmpty();
    assertThat(json(get(path(webhook))).has("secret")).isFalse();
    JsonNode delivery = ended(webhook, told.id());
    assertThat(delivery.path("state").asString()).isEqualTo("delivered");
    assertThat(delivery.at("/sent/body/type").asString()).isEqualTo("run.created");
    assertThat(delivery.at("/history/0/status").asInt()).isEqualTo(204);
  }

  @Test
  void onlyTheProjectThatMattersIsTold() throws Exception {
    create(", \"events\": [\"job.queued\"], \"project\": \"acme/b\"");
    post("/api/v1/runs", RUN.formatted("acme/a"));
    post("/api/v1/runs", RUN.formatted("acme/b"));
    JsonNode body = JSON.readTree(next().body());
    assertThat(body.at("/data/run/project").asString()).isEqualTo("acme/b");
    assertThat(body.at("/data/job/name").asString()).isEqualTo("a");
    assertThat(body.at("/data/job/state").asString()).isEqualTo("queued");
    assertThat(heard).isEmpty();
  }

  @Test
  void whoeverIsBusyIsToldAgainUnderTheSameId() throws Exception {
    JsonNode webhook = create("");
    statuses.addAll(List.of(503, 302));
    JsonNode ping = json(post(path(webhook) + "/ping", ""));
    String id = ping.path("id").asString();

    assertThat(List.of(next().id(), next().id(), next().id())).containsOnly(id);
    JsonNode delivery = ended(webhook, id);
    assertThat(delivery.path("state").asString()).isEqualTo("delivered");
    assertThat(delivery.path("history").size()).isEqualTo(3);
    assertThat(delivery.at("/history/0/outcome").asString()).isEqualTo("answered with 503");
    assertThat(delivery.at("/history/0/answer").asString()).isEqualTo("<script>no\uFFFD\u001b[31m");
    assertThat(delivery.at("/history/1/outcome").asString()).isEqualTo("answered with 302");
  }

  @Test
  void whatFailedForGoodIsSentOnceMoreOnDemand() throws Exception {
    JsonNode webhook = create("");
    statuses.addAll(List.of(500, 500, 500));
    String id = json(post(path(webhook) + "/ping", "")).path("id").asString();
    assertThat(ended(webhook, id).path("state").asString()).isEqualTo("failed");
    for (int i = 0; i < 3; i++) {
      next();
    }

    String delivery = path(webhook) + "/deliveries/" + id;
    assertThat(post(delivery + "/redeliver", "").statusCode()).isEqualTo(202);
    assertThat(next().id()).isEqualTo(id);
    JsonNode again = ended(webhook, id);
    assertThat(again.path("state").asString()).isEqualTo("delivered");
    assertThat(again.path("attempts").asInt()).isEqualTo(4);
  }

  @Test
  void goneDisablesUntilItIsChanged() throws Exception {
    JsonNode webhook = create("");
    statuses.add(410);
    String id = json(post(path(webhook) + "/ping", "")).path("id").asString();
    next();
    assertThat(ended(webhook, id).path("state").asString()).isEqualTo("failed");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !json(get(path(webhook))).path("enabled").asBoolean());
    post("/api/v1/runs", RUN.formatted("acme/app"));
    assertThat(json(get(path(webhook) + "/deliveries")).path("deliveries").size()).isOne();

    String url = webhook.path("url").asString();
    HttpResponse<String> changed =
        send(
            request(path(webhook))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"url\": \"" + url + "\"}")));
    assertThat(json(changed).path("enabled").asBoolean()).isTrue();
    post("/api/v1/runs", RUN.formatted("acme/app"));
    assertThat(JSON.readTree(next().body()).path("type").asString())
        .isIn("run.created", "job.queued");
  }

  @Test
  void bothSecretsSignForAWhileAfterARotation() throws Exception {
    JsonNode webhook = create("");
    JsonNode rotated = json(post(path(webhook) + "/rotate", ""));
    post(path(webhook) + "/ping", "");
    Heard told = next();
    assertThat(told.signatures())
        .containsExactly(expected(key(rotated), told), expected(key(webhook), told));
  }

  @Test
  void addressesInsideAreNotCalled() {
    HttpResponse<String> created =
        post("/api/v1/webhooks", "{\"url\": \"http://169.254.169.254/latest/meta-data\"}");
    JsonNode webhook = json(created);
    String id = json(post(path(webhook) + "/ping", "")).path("id").asString();
    JsonNode delivery = ended(webhook, id);
    assertThat(delivery.path("state").asString()).isEqualTo("failed");
    assertThat(delivery.at("/last/outcome").asString()).isEqualTo("the address is not public");
    assertThat(delivery.path("attempts").asInt()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"url\": \"ftp://example.org/\"}",
        "{\"url\": \"http:///x\"}",
        "{\"url\": \"http://u:p@example.org/\"}",
        "{\"url\": \"http://example.org/\", \"events\": []}",
        "{\"url\": \"http://example.org/\", \"events\": [\"run.exploded\"]}",
        "{\"url\": \"http://example.org/\", \"secret\": \"mine\"}",
        "{\"url\": 7}",
      })
  void wrongTermsAreRefused(String terms) {
    HttpResponse<String> refused = post("/api/v1/webhooks", terms);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("type").asString()).isEqualTo("/problems/invalid-request");
  }

  @Test
  void theyAreTheTenantsOwnAndNotTooMany() {
    JsonNode mine = create("");
    create("");
    create("");
    HttpResponse<String> fourth = post("/api/v1/webhooks", "{\"url\": \"http://example.org/\"}");
    assertThat(fourth.statusCode()).isEqualTo(409);
    assertThat(json(fourth).path("type").asString()).isEqualTo("/problems/too-many-webhooks");
    key = keys.key(tenant, Scope.CI_READ);
    assertThat(json(get("/api/v1/webhooks")).path("webhooks").size()).isEqualTo(3);
    assertThat(post(path(mine) + "/ping", "").statusCode()).isEqualTo(403);

    key = keys.key(keys.tenant(), Scope.ADMIN);
    assertThat(get(path(mine)).statusCode()).isEqualTo(404);
    assertThat(post(path(mine) + "/rotate", "").statusCode()).isEqualTo(404);
    assertThat(send(request(path(mine)).DELETE()).statusCode()).isEqualTo(404);
    assertThat(get(path(mine) + "/deliveries").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesOfDeliveriesFollowEachOther() {
    JsonNode webhook = create("");
    for (int i = 0; i < 3; i++) {
      post(path(webhook) + "/ping", "");
    }
    String list = path(webhook) + "/deliveries?limit=2";
    JsonNode first = json(get(list));
    JsonNode second = json(get(list + "&cursor=" + first.path("next").asString()));
    assertThat(first.path("deliveries").size()).isEqualTo(2);
    assertThat(second.path("deliveries").size()).isOne();
    assertThat(second.has("next")).isFalse();
    assertThat(send(request(path(webhook)).DELETE()).statusCode()).isEqualTo(204);
    assertThat(get(list).statusCode()).isEqualTo(404);
  }
}
