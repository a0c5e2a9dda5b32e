package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.glovebox.account.Scope;
import dev.glovebox.api.ApiTestApplication.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What tests of the API share: one running service, its port and a key that may do everything. */
@SpringBootTest(
    classes = ApiTestApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "glovebox.home=target/api-test-home",
      "glovebox.api.max-body=200KB",
      "glovebox.api.body-memory=800KB",
      "glovebox.api.body-timeout=3s",
      "server.tomcat.connection-timeout=3s",
      "glovebox.api.heartbeat=100ms",
      "glovebox.pipelines.images=i,alpine*,docker.io/**",
      "glovebox.api.rate-limit.per-second=1",
      "glovebox.api.rate-limit.burst=10000",
      "glovebox.account.key-cache=50ms",
      "glovebox.problems.max-package=2MB",
      "glovebox.webhook.allowed=127.0.0.0/8",
      "glovebox.webhook.pauses=10ms,10ms",
      "glovebox.webhook.most=3",
      "glovebox.ci.store.max-upload=2MB",
      "glovebox.ci.store.tenant=5MB",
    })
abstract class ApiTest {

  static final HttpClient CLIENT = HttpClient.newHttpClient();
  static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort int port;
  @Autowired TestKeys keys;
  @Autowired FakeSubmissions submissions;
  UUID tenant;
  String key;

  @BeforeEach
  void newTenant() {
    submissions.reset();
    tenant = keys.tenant();
    key = keys.key(tenant, Scope.ADMIN);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  String submit(String body) {
    return json(post("/api/v1/submissions", body)).get("id").stringValue();
  }

  /** The answer is as the document says. */
  void assertKeeps(String schema, String answer) {
    ObjectNode root = (ObjectNode) document();
    ObjectNode wrapper = JSON.createObjectNode();
    wrapper.put("$ref", "#/components/schemas/" + schema);
    wrapper.set("components", root.get("components"));
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(wrapper.toString(), InputFormat.JSON)
            .validate(answer, InputFormat.JSON);
    assertThat(errors).as(answer).isEmpty();
  }

  JsonNode document() {
    return json(get("/api/v1/openapi.json"));
  }
}
