package dev.glovebox.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A real git server over HTTP: git's own backend behind the JDK's server, at the address that the
 * Docker engine's containers have for this machine. What is below {@code private/} asks for a
 * password.
 */
public final class GitServer implements AutoCloseable {

  public static final String CREDENTIAL = "reader:hunter2-hunter2";

  private final Path root;
  private final HttpServer server;

  private GitServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
  }

  /** This machine as containers see it. */
  public static String host() {
    try {
      return NetworkInterface.getByName("docker0")
          .inetAddresses()
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError("the engine's bridge has no address", e);
    }
  }

  public static GitServer start(Path root) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host(), 0), 0);
    GitServer git = new GitServer(root, server);
    server.createContext("/", git::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return git;
  }

  /** Address of a repository. */
  public String url(String name) {
    return "http://%s:%d/%s".formatted(host(), server.getAddress().getPort(), name);
  }

  /** Runs git in a folder below the root; gives what it says. */
  public String git(String folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(root.resolve(folder)).toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("git %s: %s", String.join(" ", arguments), said).isZero();
    return said.strip();
  }

  /** Writes a file of a repository and commits it; gives the commit. */
  public String commit(String folder, String file, String content) throws Exception {
    Files.writeString(Files.createDirectories(root.resolve(folder)).resolve(file), content);
    git(folder, "add", file);
    git(folder, "commit", "--quiet", "--message", "Change " + file);
    return git(folder, "rev-parse", "HEAD");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      String wanted =
          "Basic "
              + Base64.getEncoder().encodeToString(CREDENTIAL.getBytes(StandardCharsets.UTF_8));
      if (path.startsWith("/private/") && !sent.equals(wanted)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      serve(exchange, path);
    }
  }

  /** As a web server calls a CGI program. */
  private void serve(HttpExchange exchange, String path) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", path);
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()));
    copyHeader(exchange, "Content-Type", environment, "CONTENT_TYPE");
    copyHeader(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
    copyHeader(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
    byte[] body = exchange.getRequestBody().readAllBytes();
    environment.put("CONTENT_LENGTH", String.valueOf(body.length));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var input = process.getOutputStream()) {
      input.write(body);
    }
    answer(exchange, process.getInputStream());
  }

  private static void copyHeader(
      HttpExchange exchange, String header, Map<String, String> environment, String variable) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static void answer(HttpExchange exchange, InputStream output) throws IOException {
    int status = 200;
    for (String line = line(output); !line.isEmpty(); line = line(output)) {
      String[] header = line.split(": ", 2);
      if (header[0].equals("Status")) {
        status = Integer.parseInt(header[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(header[0], header[1]);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    output.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
