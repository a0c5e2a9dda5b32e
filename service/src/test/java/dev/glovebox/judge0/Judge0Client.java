package dev.glovebox.judge0;

import dev.glovebox.support.GloveboxProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks Judge0's API as any client does; knows nothing of who answers. */
final class Judge0Client implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String base;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param base without a slash at its end
   */
  Judge0Client(String base, String key) {
    this.base = base;
    this.key = key;
  }

  static Judge0Client of(GloveboxProcess service) {
    return new Judge0Client(service.uri() + "/judge0", service.apiKey());
  }

  /** An answer as it came. */
  record Answer(int status, String text, HttpResponse<String> http) {
    JsonNode json() {
      return JSON.readTree(text);
    }

    List<String> names() {
      return List.copyOf(json().propertyNames());
    }
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).header("X-Auth-Token", key).GET().build());
  }

  /** Reads what must be there; waiting for it to appear would only hide a fault. */
  JsonNode read(String path) throws IOException, InterruptedException {
    Answer answer = get(path);
    if (answer.status() != 200) {
      throw new AssertionError("not read: %d %s".formatted(answer.status(), answer.text()));
    }
    return answer.json();
  }

  Answer post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("X-Auth-Token", key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  Answer delete(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).header("X-Auth-Token", key).DELETE().build());
  }

  /** Runs a program and waits for its result. */
  JsonNode run(String json) throws IOException, InterruptedException {
    return run("wait=true", json);
  }

  JsonNode run(String query, String json) throws IOException, InterruptedException {
    Answer answer = post("/submissions?" + query, json);
    if (answer.status() != 201) {
      throw new AssertionError("not run: %d %s".formatted(answer.status(), answer.text()));
    }
    return answer.json();
  }

  /** Without a key, unless a header has one. */
  HttpRequest.Builder request(String path, String... headers) {
    var builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response);
  }

  static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  @Override
  public void close() {
    http.close();
  }
}
