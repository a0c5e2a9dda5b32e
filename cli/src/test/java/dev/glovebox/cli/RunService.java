package dev.glovebox.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A service with one run, which is over as soon as it is made; its log may break off. */
final class RunService implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  volatile JsonNode created = MissingNode.getInstance();
  final List<String> resumedAt = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private List<byte[]> log = List.of();
  private int chunksAConnection = Integer.MAX_VALUE;
  private Map<String, Object> run = run("success", Map.of("state", "success"));

  RunService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The run ends so, and its only job so. */
  void ended(String state, Map<String, Object> job) {
    run = run(state, job);
  }

  void log(String... chunks) {
    log(
        List.of(chunks).stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new));
  }

  void log(byte[]... chunks) {
    log = List.of(chunks);
  }

  /** Each connection to the log breaks after so many chunks. */
  void breakAfter(int chunks) {
    chunksAConnection = chunks;
  }

  static Map<String, Object> failed(
      String failureClass, String reason, @Nullable Integer exitCode, boolean allowed) {
    Map<String, Object> failure =
        exitCode == null
            ? Map.of("failureClass", failureClass, "reason", reason, "message", "m\u001b[2J")
            : Map.of(
                "failureClass",
                failureClass,
                "reason",
                reason,
                "message",
                "m\u001b[2J",
                "exitCode",
                exitCode);
    return Map.of("state", "failed", "failureAllowed", allowed, "failure", failure);
  }

  private static Map<String, Object> run(String state, Map<String, Object> job) {
    Map<String, Object> whole = new HashMap<>(job);
    whole.putAll(Map.of("id", "j", "name", "job", "attempts", 1));
    return Map.of("id", "r", "number", 5, "state", state, "jobs", List.of(whole));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/api/v1/uploads" -> send(exchange, 201, JSON.writeValueAsBytes(Map.of("id", "up")));
        case "/api/v1/runs" -> {
          created = JSON.readTree(body);
          send(exchange, 201, JSON.writeValueAsBytes(run));
        }
        case "/api/v1/runs/r/wait" -> send(exchange, 200, JSON.writeValueAsBytes(run));
        case "/api/v1/jobs/j/log" -> send(exchange, 200, part(exchange));
        case "/api/v1/jobs/j/log/events" -> events(exchange);
        default -> send(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private byte[] part(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    int offset = Integer.parseInt(query.replaceAll(".*offset=(\\d+).*", "$1"));
    int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
    var all = new ByteArrayOutputStream();
    log.forEach(all::writeBytes);
    return Arrays.copyOfRange(all.toByteArray(), offset, offset + limit);
  }

  private void events(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    resumedAt.add(last);
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    List<byte[]> left = new ArrayList<>(log);
    int at = 0;
    while (!left.isEmpty() && at < Integer.parseInt(last)) {
      at += left.removeFirst().length;
    }
    int sent = 0;
    for (byte[] chunk : left) {
      if (sent++ == chunksAConnection) {
        return;
      }
      at += chunk.length;
      String text = new String(chunk, StandardCharsets.UTF_8);
      event(out, at, "chunk", Map.of("s", "out", "text", text));
    }
    event(out, at, "end", Map.of("status", "success"));
  }

  private static void event(OutputStream out, int id, String event, Object data)
      throws IOException {
    String text =
        "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, event, JSON.writeValueAsString(data));
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
