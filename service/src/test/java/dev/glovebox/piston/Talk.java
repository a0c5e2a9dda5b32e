package dev.glovebox.piston;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's side of a conversation over a WebSocket. */
final class Talk implements WebSocket.Listener, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PATIENCE_SECONDS = 120;

  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<JsonNode> seen = new ArrayList<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  Talk(URI base, String authorization) {
    String address = base.resolve("api/v2/connect").toString().replaceFirst("^http", "ws");
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", authorization)
            .buildAsync(URI.create(address), this)
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  void send(String json) {
    socket
        .sendText(json.replace('\'', '"'), true)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** The next message that fits; those before it are passed over. */
  JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    while (true) {
      JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no such message came, only " + seen);
      }
      seen.add(message);
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  JsonNode await(String type) throws InterruptedException {
    return await(message -> message.path("type").asString("").equals(type));
  }

  /** Reads standard output until it contains the text. */
  void awaitOutput(String text) throws InterruptedException {
    StringBuilder output = new StringBuilder();
    await(message -> {
      if (message.path("stream").asString("").equals("stdout")) {
        output.append(message.path("data").asString());
      }
      return output.indexOf(text) >= 0;
    });
  }

  /** Code and reason of the close. */
  String awaitClose() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Everything that came and has not been passed over. */
  List<JsonNode> all() {
    messages.drainTo(seen);
    return seen;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(JSON.readTree(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
