package dev.glovebox.piston;

import dev.glovebox.support.GloveboxProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks Piston's API as any client does; knows nothing of who answers. */
final class PistonClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final URI base;
  private final String authorization;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PistonClient(URI base, String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  static PistonClient of(GloveboxProcess service) {
    return new PistonClient(service.uri().resolve("/piston/"), service.apiKey());
  }

  /** An answer with its status. */
  record Answer(int status, JsonNode body, HttpResponse<String> http) {
    String message() {
      return body.path("message").asString("");
    }
  }

  Answer execute(String json) throws IOException, InterruptedException {
    return send("POST", "api/v2/execute", json);
  }

  /** Runs a program that must be accepted. */
  JsonNode run(String json) throws IOException, InterruptedException {
    Answer answer = execute(json);
    if (answer.status() != 200) {
      throw new AssertionError("not run: %d %s".formatted(answer.status(), answer.body()));
    }
    return answer.body();
  }

  Answer get(String path) throws IOException, InterruptedException {
    return answer(request(path).GET().build());
  }

  Answer send(String method, String path, String json) throws IOException, InterruptedException {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build());
  }

  Answer answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    String text = response.body();
    return new Answer(
        response.statusCode(), text.isEmpty() ? JSON.missingNode() : JSON.readTree(text), response);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofMinutes(5))
        .header("Authorization", authorization);
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(5));
  }

  @Override
  public void close() {
    http.close();
  }
}
