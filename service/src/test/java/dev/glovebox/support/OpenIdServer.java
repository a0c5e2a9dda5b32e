package dev.glovebox.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * An OpenID provider that others wrote: mock-oauth2-server, in a process of its own. Its page asks
 * who one is and for the claims that its token is to have, and believes both.
 */
public final class OpenIdServer implements AutoCloseable {

  private static final Path LIBRARIES =
      Path.of("").toAbsolutePath().getParent().resolve("openid-provider/target/lib");

  private final Process process;
  private final URI issuer;

  private OpenIdServer(Process process, URI issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  /**
   * Starts one; the caller closes it.
   *
   * @param folder for its log
   */
  public static OpenIdServer start(Path folder) throws IOException {
    if (!Files.isDirectory(LIBRARIES)) {
      throw new IllegalStateException(
          "%s is not there: build it with 'mvn -pl openid-provider process-resources'"
              .formatted(LIBRARIES));
    }
    int port = freePort();
    Path log = folder.resolve("openid.log");
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIBRARIES + File.separator + "*",
                "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().put("SERVER_PORT", Integer.toString(port));
    command.environment().put("JSON_CONFIG", "{\"interactiveLogin\": true}");
    var server =
        new OpenIdServer(
            command.start(), URI.create("http://localhost:%d/company".formatted(port)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      Awaitility.await("the provider answers")
          .atMost(Duration.ofMinutes(2))
          .until(() -> server.answers(http, log));
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers(HttpClient http, Path log) throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the provider has ended: " + read(log));
    }
    try {
      URI document = URI.create(issuer + "/.well-known/openid-configuration");
      return http.send(HttpRequest.newBuilder(document).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI issuer() {
    return issuer;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
