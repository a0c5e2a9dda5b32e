package dev.glovebox.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over HTTPS, to a server whose certificate is for the name localhost alone. */
class PinnedCallsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static HttpsServer server;
  private static SSLSocketFactory trusting;
  private static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @BeforeAll
  static void listen() throws Exception {
    KeyStore keys = keys();
    KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), trusted.getTrustManagers(), null);
    trusting = context.getSocketFactory();
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        call -> {
          heard.add(
              call.getRequestMethod()
                  + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          call.sendResponseHeaders(204, -1);
          call.close();
        });
    server.start();
  }

  /** Made by the JDK's own tool: there is no API for it. */
  private static KeyStore keys() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static int put(SSLSocketFactory tls, String host) throws Exception {
    return new PinnedCalls(List.of("127.0.0.0/8", "::1"), PATIENCE, tls)
        .send(
            "PUT",
            "https://%s:%d/".formatted(host, server.getAddress().getPort()),
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of())
        .status();
  }

  @Test
  void whoeverIsTrustedIsTold() throws Exception {
    assertThat(put(trusting, "localhost")).isEqualTo(204);
    assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("PUT{}");
  }

  @Test
  void whoeverIsNotIsNotTold() {
    SSLSocketFactory usual = (SSLSocketFactory) SSLSocketFactory.getDefault();
    assertThatThrownBy(() -> put(usual, "localhost")).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> put(trusting, "127.0.0.1"))
        .as("a certificate for another name")
        .isInstanceOf(IOException.class);
    assertThat(heard).isEmpty();
  }

  /** By a server that leaves the connection open. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nlater",
        "HTTP/1.1 503 Busy\r\nretry-after:7 \r\ncontent-length: 4\r\n\r\nso\0o",
      })
  void theAnswerIsReadAsFarAsItGoes(String said) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch done = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(() -> {
            try (Socket one = listening.accept()) {
              one.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
              done.await();
            } catch (IOException | InterruptedException e) {
              heard.add(e.toString());
            }
          });
      PinnedCalls.Answer answer =
          new PinnedCalls(
                  List.of("127.0.0.0/8"),
                  Duration.ofMinutes(3),
                  (SSLSocketFactory) SSLSocketFactory.getDefault())
              .send(
                  "POST",
                  "http://127.0.0.1:" + listening.getLocalPort(),
                  "{}".getBytes(StandardCharsets.UTF_8),
                  Map.of());
      done.countDown();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(answer.body()).isIn("later", "so\uFFFDo");
    }
  }
}
