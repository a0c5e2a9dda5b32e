package dev.glovebox.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Every door says that the key is good and the tenant is not, each in its own way. */
final class DisabledTenantTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private URI service;
  private String admin;

  @Test
  void everyDoorRefusesItsKeysUntilItIsEnabled(@TempDir Path home) throws Exception {
    try (GloveboxProcess process =
        GloveboxProcess.start(
            home,
            "disabled",
            GloveboxProcess.database(PostgresServer.freshDatabase()),
            "--glovebox.roles=api")) {
      service = process.uri();
      admin = process.apiKey();
      assertThat(post("/api/v1/tenants", "{\"name\": \"gone\"}").statusCode()).isEqualTo(201);
      String key =
          new JsonMapper()
              .readTree(
                  post(
                          "/api/v1/keys",
                          "{\"name\": \"theirs\", \"tenant\": \"gone\", \"scopes\": [\"admin\"]}")
                      .body())
              .path("key")
              .asString();
      assertThat(own(key).statusCode()).isEqualTo(200);
      assertThat(judge0(key).statusCode()).isEqualTo(200);
      assertThat(piston(key).statusCode()).isEqualTo(200);

      post("/api/v1/tenants/gone/disable", "{\"reason\": \"a test\"}");
      assertThat(own(key).statusCode()).isEqualTo(403);
      assertThat(own(key).body()).contains("/problems/tenant-disabled");
      assertThat(judge0(key).statusCode()).isEqualTo(403);
      assertThat(piston(key).statusCode()).isEqualTo(403);
      assertThat(piston(key).body()).contains("tenant of the API key is disabled");
      assertThat(own(admin).statusCode()).as("of another tenant").isEqualTo(200);

      post("/api/v1/tenants/gone/enable", "");
      assertThat(own(key).statusCode()).isEqualTo(200);
      assertThat(judge0(key).statusCode()).isEqualTo(200);
      assertThat(piston(key).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> own(String key) throws Exception {
    return get("/api/v1/keys/current", "Authorization", "Bearer " + key);
  }

  private HttpResponse<String> judge0(String key) throws Exception {
    return get("/judge0/about", "X-Auth-Token", key);
  }

  private HttpResponse<String> piston(String key) throws Exception {
    return get("/piston/api/v2/runtimes", "Authorization", key);
  }

  private HttpResponse<String> get(String path, String header, String value)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(service.resolve(path)).header(header, value).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(service.resolve(path))
            .header("Authorization", "Bearer " + admin)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
