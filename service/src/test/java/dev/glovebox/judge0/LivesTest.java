package dev.glovebox.judge0;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One installation in two lives: in maintenance, and with a short queue and a door for everybody.
 */
class LivesTest {

  private static final String HELLO = "{\"source_code\":\"print(1)\",\"language_id\":71}";
  private static final String SLEEPS =
      "{\"source_code\":\"import time;time.sleep(18)\",\"language_id\":71,\"wall_time_limit\":20}";

  @Test
  void whatItOwesOutlivesItAndWhatItIsToldChanges() throws Exception {
    Path home = Files.createTempDirectory("glovebox-test");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer listener = listener(heard);
    try (TestDatabase database = PostgresServer.freshDatabase()) {
      String url = "http://127.0.0.1:%d/".formatted(listener.getAddress().getPort());
      Left left = inMaintenance(home, database, url, heard);
      withAShortQueueForEverybody(home, database, left, heard);
    } finally {
      listener.stop(0);
    }
  }

  /** What the first life leaves: a submission whose client has not heard of it. */
  private record Left(String token, String key) {}

  /** Never hears what it is told. */
  private static HttpServer listener(BlockingQueue<String> heard) throws IOException {
    HttpServer listener = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    listener.createContext(
        "/",
        call -> {
          heard.add(new String(call.getRequestBody().readAllBytes(), UTF_8));
          call.sendResponseHeaders(500, -1);
          call.close();
        });
    listener.start();
    return listener;
  }

  private static GloveboxProcess start(Path home, TestDatabase database, String... settings)
      throws IOException {
    return GloveboxProcess.start(
        home,
        "lives-" + ProcessHandle.current().pid(),
        GloveboxProcess.database(database),
        settings);
  }

  /** Maintenance refuses single submissions and deletions, and as in the original no batch. */
  private static Left inMaintenance(
      Path home, TestDatabase database, String url, BlockingQueue<String> heard) throws Exception {
    try (GloveboxProcess service =
            start(
                home,
                database,
                "--glovebox.sandbox.first-uid=21500000",
                "--glovebox.callback.allowed=127.0.0.1/32",
                "--glovebox.callback.pause=5s",
                "--glovebox.judge0.features.submission-delete=true",
                "--glovebox.judge0.maintenance=Back at noon.");
        Judge0Client client = Judge0Client.of(service)) {
      var refused = client.post("/submissions?wait=true", HELLO);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).isEqualTo("{\"error\":\"Back at noon.\"}");
      var created =
          client.post(
              "/submissions/batch",
              "{\"submissions\":[{\"source_code\":\"print(1)\",\"language_id\":71,\"callback_url\":\"%s\"}]}"
                  .formatted(url));
      assertThat(created.status()).isEqualTo(201);
      String token = created.json().get(0).path("token").asString();
      assertThat(client.read("/config_info").path("maintenance_mode").asBoolean()).isTrue();
      var kept = client.delete("/submissions/" + token, "X-Auth-User", service.apiKey());
      assertThat(kept.status()).isEqualTo(503);
      assertThat(heard.poll(2, TimeUnit.MINUTES)).contains(token);
      Left left = new Left(token, service.apiKey());
      service.kill();
      return left;
    }
  }

  private static void withAShortQueueForEverybody(
      Path home, TestDatabase database, Left left, BlockingQueue<String> heard) throws Exception {
    try (GloveboxProcess service =
            start(
                home,
                database,
                "--glovebox.sandbox.first-uid=21500000",
                "--glovebox.callback.allowed=127.0.0.1/32",
                "--glovebox.worker.slots=1",
                "--glovebox.worker.grace=1s",
                "--glovebox.queue.max-queued=1",
                "--glovebox.judge0.anonymous-key=" + left.key());
        Judge0Client client = Judge0Client.of(service)) {
      assertThat(heard.poll(3, TimeUnit.MINUTES)).as("told again").contains(left.token());
      anybodyMayCome(client);
      aFullQueueTakesNoMore(client);
    }
  }

  private static void anybodyMayCome(Judge0Client client) throws Exception {
    var done =
        client.send(
            client
                .request("/submissions?wait=true", "Content-Type", "application/json")
                .POST(BodyPublishers.ofString(HELLO))
                .build());
    assertThat(done.json().path("stdout").asString()).isEqualTo("1\n");
    var wrong = client.send(client.request("/about", "X-Auth-Token", "wrong").GET().build());
    assertThat(wrong.status()).as("a wrong key is not as good as none").isEqualTo(401);
  }

  /** One runs, one waits, and there is room for no more. */
  private static void aFullQueueTakesNoMore(Judge0Client client) throws Exception {
    assertThat(client.post("/submissions", SLEEPS).status()).isEqualTo(201);
    assertThat(client.post("/submissions", SLEEPS).status()).isEqualTo(201);
    String batch = "{\"submissions\":[%s]}".formatted(HELLO);
    for (var full :
        List.of(
            client.post("/submissions", HELLO),
            client.post("/submissions?wait=true", HELLO),
            client.post("/submissions/batch", batch))) {
      assertThat(full.status()).isEqualTo(503);
      assertThat(full.text()).isEqualTo("{\"error\":\"queue is full\"}");
      assertThat(full.http().headers().firstValue("Retry-After")).contains("5");
    }
  }
}
