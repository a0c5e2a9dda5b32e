package dev.glovebox.attack;

import dev.glovebox.drill.HttpAttack;
import dev.glovebox.drill.Seen;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The REST interface as an attacker uses it. */
final class AttackedApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int RAW_PATIENCE_MILLIS = 60_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final DeployedService service;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  AttackedApi(DeployedService service) {
    this.service = service;
  }

  /** Submits and waits for the verdict. */
  Judged submit(ObjectNode body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            to("/api/v1/submissions?wait=true")
                .header("Authorization", "Bearer " + service.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    String id = answer.path("id").asString("");
    if (response.statusCode() >= 300 || id.isEmpty()) {
      throw new AssertionError(
          "the submission was answered with %d: %s"
              .formatted(response.statusCode(), response.body()));
    }
    return new Judged(SeenAnswer.of(answer), response.body());
  }

  /**
   * What was answered to a submission.
   *
   * @param raw the answer itself
   */
  record Judged(Seen seen, String raw) {

    private static final int SHOWN = 4000;

    /** The answer, cut to a length that fits into a failure message. */
    String shown() {
      return raw.length() > SHOWN ? raw.substring(0, SHOWN) + "..." : raw;
    }
  }

  /** Sends one hostile request. */
  Answer send(HttpAttack.Exchange exchange, String id) throws IOException, InterruptedException {
    String path = exchange.path().replace("{id}", id);
    if (exchange.raw()) {
      return sendRaw(exchange.body());
    }
    HttpRequest.Builder request = to(path);
    exchange.headers().forEach(request::header);
    if (exchange.authenticated()) {
      request.header("Authorization", "Bearer " + service.apiKey());
    }
    if (!exchange.headers().containsKey("Content-Type") && !exchange.body().isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        exchange.method(),
        exchange.body().isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(exchange.body()));
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param body as text
   */
  record Answer(int status, String body) {

    /** The id in the answer; empty when there is none. */
    String id() {
      try {
        return JSON.readTree(body).path("id").asString("");
      } catch (tools.jackson.core.JacksonException notJson) {
        return "";
      }
    }
  }

  private Answer sendRaw(String text) throws IOException {
    URI uri = service.baseUri();
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(RAW_PATIENCE_MILLIS);
      String request =
          text.replace("\n", "\r\n")
              .replace("{host}", uri.getAuthority())
              .replace("{key}", service.apiKey());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] line = answer.split(" ", 3);
      return new Answer(line.length > 1 ? Integer.parseInt(line[1]) : 0, answer);
    }
  }

  /** Announces a body and sends none of it, until it is closed. */
  Socket announceBody(long bytes) throws IOException {
    URI uri = service.baseUri();
    var socket = new Socket(uri.getHost(), uri.getPort());
    String head =
        """
        POST /api/v1/submissions HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        {\
        """
            .formatted(uri.getAuthority(), service.apiKey(), bytes);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(service.baseUri().resolve(path)).timeout(PATIENCE);
  }

  @Override
  public void close() {
    http.close();
  }
}
