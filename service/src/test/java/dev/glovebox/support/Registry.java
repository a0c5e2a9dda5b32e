package dev.glovebox.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * A real registry of images: the distribution project's, from Debian's {@code docker-registry}.
 * Before it stands a door of ours that can refuse or hold what comes to it. It listens on the
 * loopback address, to which the engine speaks without TLS.
 */
public final class Registry implements AutoCloseable {

  public static final String USER = "reader";
  public static final String PASSWORD = "hunter2-hunter2";
  private static final String BASE = "glovebox/ci-helper:latest";

  private final Process process;
  private final URI behind;
  private final Path folder;
  private final HttpServer door;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger manifests = new AtomicInteger();
  private final Set<String> pushed = ConcurrentHashMap.newKeySet();
  private volatile int refusal = 503;
  private volatile CountDownLatch hold = new CountDownLatch(0);
  private volatile CountDownLatch held = new CountDownLatch(1);

  private Registry(Process process, URI behind, Path folder, HttpServer door) {
    this.process = process;
    this.behind = behind;
    this.folder = folder;
    this.door = door;
  }

  /** One that anybody may read and write. */
  public static Registry open(Path folder) throws IOException {
    return start(folder, "");
  }

  /** One that wants a login for everything. */
  public static Registry closed(Path folder) throws IOException {
    Path passwords =
        Files.writeString(
            folder.resolve("htpasswd"),
            USER + ":" + new BCryptPasswordEncoder(4).encode(PASSWORD) + "\n");
    return start(folder, "auth: {htpasswd: {realm: registry, path: %s}}\n".formatted(passwords));
  }

  private static Registry start(Path folder, String more) throws IOException {
    int port = freePort();
    Path settings =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:%d'}
            """
                    .formatted(Files.createDirectories(folder.resolve("data")), port)
                + more);
    Process process =
        new ProcessBuilder("docker-registry", "serve", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Registry registry = new Registry(process, URI.create("http://127.0.0.1:" + port), folder, door);
    Awaitility.await("the registry listens")
        .atMost(Duration.ofMinutes(1))
        .until(() -> registry.listens(port));
    door.createContext("/", registry::pass);
    door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    door.start();
    return registry;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens(int port) throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("registry.log")));
    }
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** As names of images begin. */
  public String host() {
    return "127.0.0.1:" + door.getAddress().getPort();
  }

  /** What Docker's {@code config.json} has for whoever may read. */
  public String logins() {
    return logins(host(), PASSWORD);
  }

  /** The same with a password that is wrong. */
  public String wrongLogins() {
    return logins(host(), "wrong");
  }

  private static String logins(String host, String password) {
    String pair = USER + ":" + password;
    return "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
        .formatted(host, Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Puts an image there, past the door, that says its version in {@code VERSION}; the engine keeps
   * none of it.
   */
  public void push(String name, String version) throws Exception {
    String image = behind.getAuthority() + "/" + name;
    String container = docker("create", "--env", "VERSION=" + version, BASE, "true").strip();
    pushed.add(docker("commit", container, image).strip());
    docker("rm", container);
    docker("push", image);
    docker("image", "rm", image);
  }

  /** The engine's own command, with this registry's login. */
  public String docker(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker", "--config", folder.toString()));
    Files.writeString(folder.resolve("config.json"), logins(behind.getAuthority(), PASSWORD));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  /** The next requests for manifests get this status. */
  public void refuse(int times, int status) {
    refusal = status;
    refusals.set(times);
  }

  /** All requests wait from here. */
  public void hold() {
    hold = new CountDownLatch(1);
    held = new CountDownLatch(1);
  }

  /** Waits until a request waits. */
  public void awaitHeld() throws InterruptedException {
    assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();
  }

  public void release() {
    hold.countDown();
  }

  /** How often a manifest was asked for. */
  public int manifests() {
    return manifests.get();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean manifest = exchange.getRequestURI().getPath().contains("/manifests/");
      if (manifest) {
        manifests.incrementAndGet();
      }
      if (hold.getCount() > 0) {
        held.countDown();
        hold.await();
      }
      if (manifest && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(refusal, -1);
        return;
      }
      forward(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
    for (String name : List.of("Accept", "Authorization")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(value -> request.header(name, value));
    }
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    for (String name : List.of("Content-Type", "Docker-Content-Digest", "WWW-Authenticate")) {
      answer
          .headers()
          .allValues(name)
          .forEach(value -> exchange.getResponseHeaders().add(name, value));
    }
    long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
    try (InputStream body = answer.body()) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
        exchange.sendResponseHeaders(answer.statusCode(), -1);
      } else {
        exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
        body.transferTo(exchange.getResponseBody());
      }
    }
  }

  /** Removes what the engine has of it. */
  private void forget() throws Exception {
    for (String image :
        docker("image", "ls", "--no-trunc", "--format", "{{.ID}} {{.Repository}}")
            .lines()
            .toList()) {
      String[] parts = image.split(" ", -1);
      if (parts[1].startsWith(host() + "/") || pushed.contains(parts[0])) {
        docker("image", "rm", "--force", parts[0]);
      }
    }
  }

  @Override
  public void close() throws Exception {
    release();
    forget();
    door.stop(0);
    client.close();
    process.destroy();
  }
}
