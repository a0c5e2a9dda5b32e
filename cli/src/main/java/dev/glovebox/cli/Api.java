package dev.glovebox.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's REST API, as a client sees it. Connections are kept alive. Thread-safe.
 *
 * <p>Every method throws {@link Failure} with a sentence for people when the service is not there,
 * refuses, or fails.
 */
public final class Api implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final URI service;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param service where it is
   * @param key the API key
   */
  public Api(URI service, String key) {
    this.service = service;
    this.key = key;
  }

  /** Reads a resource. */
  public JsonNode get(String path, Duration atMost) {
    return json(send(request(path, atMost).GET().build()));
  }

  /** Posts JSON and reads the answer. */
  public JsonNode post(String path, JsonNode body, Duration atMost) {
    return json(send(postRequest(path, JSON.writeValueAsBytes(body), atMost)));
  }

  /** Puts the contents of a file and reads the answer. */
  public JsonNode put(String path, Path file, String type, Duration atMost) {
    try {
      return json(
          send(
              request(path, atMost)
                  .header("Content-Type", type)
                  .PUT(HttpRequest.BodyPublishers.ofFile(file))
                  .build()));
    } catch (FileNotFoundException e) {
      throw new Failure(ExitStatus.USAGE, "There is no file %s.".formatted(file), e);
    }
  }

  /** Posts the contents of a file and reads the answer. */
  public JsonNode postFile(String path, Path file, Duration atMost) {
    try {
      return json(
          send(
              request(path, atMost)
                  .header("Content-Type", "application/octet-stream")
                  .POST(HttpRequest.BodyPublishers.ofFile(file))
                  .build()));
    } catch (FileNotFoundException e) {
      throw new Failure(ExitStatus.USAGE, "There is no file %s.".formatted(file), e);
    }
  }

  /** Posts JSON that is to take effect once, however often it arrives with this key. */
  JsonNode post(String path, JsonNode body, String idempotencyKey, Duration atMost) {
    return json(
        send(
            request(path, atMost)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build()));
  }

  /** Posts text that is to take effect once, however often it arrives with this key. */
  JsonNode postText(String path, byte[] text, String idempotencyKey, Duration atMost) {
    return json(
        send(
            request(path, atMost)
                .header("Content-Type", "text/plain")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(text))
                .build()));
  }

  /** Reads what is no JSON. */
  byte[] bytes(String path, Duration atMost) {
    return send(request(path, atMost).GET().build());
  }

  /**
   * Opens a stream of server-sent events.
   *
   * @param lastEventId behind which it begins; empty = at the beginning
   * @param atMost until it begins
   */
  InputStream events(String path, String lastEventId, Duration atMost) {
    HttpRequest.Builder request = request(path, atMost).setHeader("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return open(request.GET().build());
  }

  /** Opens what is too large for memory. */
  InputStream stream(String path, Duration atMost) {
    return open(request(path, atMost).GET().build());
  }

  private InputStream open(HttpRequest request) {
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refusal(response, body.readAllBytes());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Deletes a resource. */
  public void delete(String path, Duration atMost) {
    send(request(path, atMost).DELETE().build());
  }

  /**
   * Posts JSON and gives the bare answer, whatever its status. For measuring: the body is made
   * beforehand and the answer is not parsed.
   */
  public HttpResponse<byte[]> postRaw(String path, byte[] body, Duration atMost) {
    return exchange(postRequest(path, body, atMost));
  }

  private HttpRequest postRequest(String path, byte[] body, Duration atMost) {
    return request(path, atMost)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpRequest.Builder request(String path, Duration atMost) {
    return HttpRequest.newBuilder(service.resolve(path))
        .timeout(atMost)
        .header("Accept", "application/json, application/problem+json")
        .header("Authorization", "Bearer " + key);
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    return exchange(request, BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (ConnectException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE,
          "No service answers at %s. Start it with ./glovebox up.".formatted(service),
          e);
    } catch (HttpTimeoutException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE,
          "The service at %s did not answer in time.".formatted(service),
          e);
    } catch (IOException e) {
      throw broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.UNAVAILABLE, "Interrupted.", e);
    }
  }

  private Failure broken(IOException e) {
    return new Failure(
        ExitStatus.UNAVAILABLE,
        "The connection to %s broke: %s.".formatted(service, e.getMessage()),
        e);
  }

  private byte[] send(HttpRequest request) {
    HttpResponse<byte[]> response = exchange(request);
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response.body();
    }
    throw refusal(response, response.body());
  }

  private static Failure refusal(HttpResponse<?> response, byte[] body) {
    int status = response.statusCode();
    String detail = problem(body);
    return switch (status) {
      case 401 ->
          new Failure(ExitStatus.UNAUTHORISED, "The service does not know this API key. " + detail);
      case 403 -> new Failure(ExitStatus.UNAUTHORISED, "This API key may not do that. " + detail);
      case 429, 503 ->
          new Failure(
              ExitStatus.BUSY,
              "The service is busy%s. %s"
                  .formatted(
                      response
                          .headers()
                          .firstValue("Retry-After")
                          .map(seconds -> ", it asks to try again in " + seconds + " s")
                          .orElse(""),
                      detail));
      case 400, 404, 409, 413, 415, 422 ->
          new Failure(ExitStatus.USAGE, "The service refuses this: " + detail);
      default ->
          new Failure(
              ExitStatus.INTERNAL_ERROR,
              "The service failed with HTTP status %d. %s".formatted(status, detail));
    };
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE, "What answers there is not this service: no JSON came back.", e);
    }
  }

  /** Detail of an RFC 9457 problem, with the faults of single fields. */
  private static String problem(byte[] body) {
    JsonNode problem;
    try {
      problem = JSON.readTree(body);
    } catch (JacksonException _) {
      return ""; // not a problem document, such as a proxy's page: the status has been told
    }
    String detail = problem.path("detail").asString("");
    String faults =
        Stream.concat(
                problem
                    .path("errors")
                    .valueStream()
                    .map(error -> "\n  " + error.path("message").asString("")),
                Stream.concat(
                    problem.path("findings").valueStream().map(Api::finding),
                    problem.path("diagnostics").valueStream().map(Api::diagnostic)))
            .collect(Collectors.joining());
    return Terminal.harmless(detail) + Terminal.harmless(faults);
  }

  /** What is said of a place in a pipeline file, as editors read it. */
  private static String diagnostic(JsonNode diagnostic) {
    return "\n  %s:%d:%d: %s [%s]"
        .formatted(
            diagnostic.path("file").asString(""),
            diagnostic.path("line").asInt(1),
            diagnostic.path("column").asInt(1),
            diagnostic.path("message").asString(""),
            diagnostic.path("code").asString(""));
  }

  /** What is said of a place in a package. */
  static String finding(JsonNode finding) {
    String file = finding.path("file").asString("");
    int line = finding.path("line").asInt(0);
    return "\n  %s: %s%s%s"
        .formatted(
            finding.path("severity").asString(""),
            file,
            line > 0 ? ":" + line + ": " : file.isEmpty() ? "" : ": ",
            finding.path("message").asString(""));
  }

  @Override
  public void close() {
    http.close();
  }
}
