package dev.glovebox.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a service as any client would; knows none of its classes. */
public final class RestClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final URI base;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public RestClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  public static RestClient of(GloveboxProcess service) {
    return new RestClient(service.uri(), service.apiKey());
  }

  /** An answer with its status. */
  public record Answer(int status, JsonNode body) {}

  public Answer get(String path) throws IOException, InterruptedException {
    return answer(http.send(request(path).GET().build(), BodyHandlers.ofString()));
  }

  /** A body that is no JSON. */
  public String text(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofString()).body();
  }

  public Answer post(String path, Object body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return answer(http.send(request, BodyHandlers.ofString()));
  }

  /** Posts text that takes effect once, however often it arrives with this key. */
  public Answer postText(String path, String body, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return answer(http.send(request, BodyHandlers.ofString()));
  }

  public Answer put(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(body)).build();
    return answer(http.send(request, BodyHandlers.ofString()));
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return answer(http.send(request(path).DELETE().build(), BodyHandlers.ofString()));
  }

  /** Submits and waits for the verdict. */
  public JsonNode judge(Object submission) throws IOException, InterruptedException {
    Answer answer = post("/api/v1/submissions?wait=true", submission);
    if (answer.status() != 200) {
      throw new AssertionError("not judged: %d %s".formatted(answer.status(), answer.body()));
    }
    return answer.body();
  }

  /** The lines of an event stream, as they come. */
  public Stream<String> lines(String path) throws IOException, InterruptedException {
    return http.send(
            request(path).header("Accept", "text/event-stream").GET().build(),
            BodyHandlers.ofLines())
        .body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private static Answer answer(HttpResponse<String> response) {
    String text = response.body();
    return new Answer(
        response.statusCode(), text.isEmpty() ? JSON.nullNode() : JSON.readTree(text));
  }

  @Override
  public void close() {
    http.close();
  }
}
