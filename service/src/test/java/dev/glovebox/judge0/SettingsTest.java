package dev.glovebox.judge0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the operator may have otherwise: a port of its own, deleting, the original's faults. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsTest {

  private static final String PYTHON = "\"language_id\":71";

  private final TestDatabase database = PostgresServer.freshDatabase();
  private GloveboxProcess service;
  private Judge0Client client;

  @BeforeAll
  void start() throws IOException {
    int port = freePort();
    service =
        GloveboxProcess.start(
            Files.createTempDirectory("glovebox-test"),
            "judge0-" + ProcessHandle.current().pid(),
            GloveboxProcess.database(database),
            "--glovebox.sandbox.first-uid=21000000",
            "--glovebox.judge0.port=" + port,
            "--glovebox.judge0.wrap-base64=false",
            "--glovebox.callback.allowed=127.0.0.1/32",
            "--glovebox.callback.pause=10ms",
            "--glovebox.callback.secret=key",
            "--glovebox.judge0.features.submission-delete=true",
            "--glovebox.judge0.features.wait-result=true",
            "--glovebox.judge0.features.command-line-arguments=false",
            "--glovebox.judge0.allowed-addresses=127.0.0.0/30",
            "--glovebox.judge0.refused-addresses=127.0.0.2",
            "--glovebox.judge0.refused-origins=https://refused.example",
            "--glovebox.judge0.docs-as-homepage=true",
            "--glovebox.judge0.limits.left-files=0",
            "--glovebox.judge0.faithful.signals=true",
            "--glovebox.judge0.faithful.ascii=true",
            "--glovebox.judge0.faithful.empty-expected-output=true");
    client = new Judge0Client("http://127.0.0.1:" + port, service.apiKey());
  }

  @AfterAll
  void stop() {
    client.close();
    service.close();
    database.close();
  }

  @Test
  void atTheRootOfItsPort() throws Exception {
    assertThat(client.get("/about/").status()).isEqualTo(200);
    assertThat(client.get("/judge0/about").status()).isEqualTo(404);
    assertThat(client.get("/actuator/health").status()).isEqualTo(404);
    assertThat(client.get("/api/v1/languages").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,200", "127.0.0.2,403", "127.0.0.3,200", "127.0.0.4,403"})
  void onlySomeAddressesMayCome(String from, int status) throws Exception {
    try (HttpClient there =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(from)).build()) {
      var answer =
          there.send(
              client.request("/about", "X-Auth-Token", service.apiKey()).GET().build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body().isEmpty()).isEqualTo(status == 403);
    }
  }

  @Test
  void pagesOfSomeOriginsMayNotAsk() throws Exception {
    assertThat(client.get("/about", "Origin", "https://refused.example").status()).isEqualTo(403);
    var allowed = client.get("/about", "Origin", "https://other.example");
    assertThat(allowed.http().headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void theDocumentationMayBeTheHomePage() throws Exception {
    var page = client.send(client.request("/").GET().build());
    assertThat(page.text()).contains("<title>Glovebox for clients of Judge0</title>");
    assertThat(client.read("/config_info").path("use_docs_as_homepage").asBoolean()).isTrue();
  }

  @Test
  void deleting() throws Exception {
    JsonNode done = client.run(SubmissionsTest.source(PYTHON, "print(1)"));
    String path = "/submissions/" + done.path("token").asString();
    assertThat(client.delete(path).status()).isEqualTo(403);
    var deleted = client.delete(path + "?fields=stdout,token", "X-Auth-User", service.apiKey());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text())
        .isEqualTo(
            "{\"stdout\":\"MQo=\",\"token\":\"%s\"}".formatted(done.path("token").asString()));
    assertThat(client.get(path).status()).isEqualTo(404);
    assertThat(client.delete(path, "X-Auth-User", service.apiKey()).status()).isEqualTo(404);
  }

  @Test
  void filesThatAreNotKeptAreAnUnknownField() throws Exception {
    JsonNode done = client.run("wait=true&fields=*", SubmissionsTest.source(PYTHON, "print(1)"));
    assertThat(done.has("post_execution_filesystem")).isFalse();
    assertThat(
            client
                .get(
                    "/submissions/%s?fields=post_execution_filesystem"
                        .formatted(done.path("token").asString()))
                .text())
        .isEqualTo("{\"error\":\"invalid fields: [post_execution_filesystem]\"}");
  }

  @Test
  void anUnfinishedOneIsNotDeleted() throws Exception {
    var created =
        client.post("/submissions", SubmissionsTest.source(PYTHON, "import time;time.sleep(9)"));
    String path = "/submissions/" + created.json().path("token").asString();
    var refused = client.delete(path, "X-Auth-User", service.apiKey());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .matches(
            "\\{\"error\":\"submission cannot be deleted because its status is "
                + "(1 \\(In Queue\\)|2 \\(Processing\\))\"}");
  }

  @Test
  void signalsAsAShellReportsThem() throws Exception {
    JsonNode ended =
        client.run(
            "wait=true&fields=status_id,exit_code,exit_signal,message",
            SubmissionsTest.source(PYTHON, "import os;os.kill(os.getpid(),11)"));
    assertThat(ended.toString())
        .isEqualTo(
            "{\"status_id\":11,\"exit_code\":139,\"exit_signal\":null,"
                + "\"message\":\"Exited with error status 139\"}");
  }

  @Test
  void textsAreAsciiAndNoOutputIsNotAnEmptyOne() throws Exception {
    var refused =
        client.post("/submissions?wait=true", SubmissionsTest.source(PYTHON, "print('é')"));
    assertThat(refused.status()).isEqualTo(201);
    assertThat(refused.names()).containsExactly("error", "token");
    JsonNode nothing =
        client.run("{\"source_code\":\"pass\",\"language_id\":71,\"expected_output\":\"\"}");
    assertThat(nothing.path("status").path("id").asInt()).isEqualTo(4);
    assertThat(
            client
                .post(
                    "/submissions",
                    "{\"source_code\":\"1\",\"language_id\":71,\"command_line_arguments\":\"a\"}")
                .text())
        .isEqualTo(
            "{\"command_line_arguments\":[\"setting command line arguments is not allowed\"]}");
  }

  @Test
  void askingAgainAndAgainIsNoLoadOnTheDatabase() throws Exception {
    var created =
        client.post("/submissions", SubmissionsTest.source(PYTHON, "import time;time.sleep(8)"));
    String path = "/submissions/" + created.json().path("token").asString();
    client.read(path);
    long before = transactions();
    int questions = 1000;
    for (int i = 0; i < questions; i++) {
      client.read(path);
    }
    assertThat(transactions() - before).isLessThan(questions / 2);
  }

  /** Each statement is a transaction. */
  @Test
  void aLongListIsReadInFewStatements() throws Exception {
    int rows = 20;
    String one = SubmissionsTest.source(PYTHON, "print(1)");
    var created =
        client.post(
            "/submissions/batch",
            "{\"submissions\":[%s]}".formatted(String.join(",", Collections.nCopies(rows, one))));
    String tokens = String.join(",", created.json().findValuesAsString("token"));
    String batch = "/submissions/batch?fields=*&tokens=" + tokens;
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() ->
            client.read(batch).findValuesAsString("status_id").stream()
                .allMatch(status -> status.equals("3")));
    String list = "/submissions?fields=*&per_page=" + rows;
    long before = transactions();
    int questions = 20;
    for (int i = 0; i < questions; i++) {
      assertThat(client.read(batch).path("submissions").size()).isEqualTo(rows);
      var page = client.get(list, "X-Auth-User", service.apiKey());
      assertThat(page.json().path("submissions").size()).isEqualTo(rows);
    }
    assertThat(transactions() - before).isLessThan(questions * rows);
  }

  private long transactions() {
    return database
        .jdbc()
        .sql("select xact_commit from pg_stat_database where datname = current_database()")
        .query(Long.class)
        .single();
  }

  /** Without its token nobody could ask for it, without the call nobody would hear of it. */
  @ParameterizedTest
  @ValueSource(strings = {"judge0_submission", "callback"})
  void aSubmissionIsAcceptedTogetherWithItsTokenAndItsCallOrNotAtAll(String table)
      throws Exception {
    String request =
        "{\"source_code\":\"print(1)\",\"language_id\":71,\"callback_url\":\"http://127.0.0.1:9/\"}";
    String batch = "{\"submissions\":[%s,%s]}".formatted(request, request);
    database
        .jdbc()
        .sql(
            "alter table %s add constraint nothing check (submission_id is null) not valid"
                .formatted(table))
        .update();
    try {
      long before = submissions();
      assertThat(client.post("/submissions?wait=true", request).status()).isEqualTo(500);
      assertThat(client.post("/submissions", request).status()).isEqualTo(500);
      assertThat(client.post("/submissions/batch", batch).status()).isEqualTo(500);
      assertThat(submissions()).isEqualTo(before);
    } finally {
      database.jdbc().sql("alter table %s drop constraint nothing".formatted(table)).update();
    }
    assertThat(client.run(request).path("stdout").asString())
        .as("slots that were reserved are free again")
        .isEqualTo("1\n");
  }

  private long submissions() {
    return database.jdbc().sql("select count(*) from submission").query(Long.class).single();
  }

  @Test
  void callsBackUntilItIsHeard() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    AtomicInteger calls = new AtomicInteger();
    HttpServer listener = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    listener.createContext(
        "/done",
        call -> {
          String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = calls.incrementAndGet() < 3 ? 500 : 200;
          call.sendResponseHeaders(status, -1);
          call.close();
          if (status == 200) {
            heard.add(
                String.join(
                    " ",
                    call.getRequestMethod(),
                    call.getRequestURI().toString(),
                    call.getRequestHeaders().getFirst("Content-Type"),
                    call.getRequestHeaders().getFirst("X-Glovebox-Signature"),
                    body));
          }
        });
    listener.start();
    try {
      String url = "http://127.0.0.1:%d/done?a=b%%20c".formatted(listener.getAddress().getPort());
      var created =
          client.post(
              "/submissions",
              "{\"source_code\":\"print(1)\",\"language_id\":71,\"callback_url\":\"%s\"}"
                  .formatted(url));
      String token = created.json().path("token").asString();
      String call = heard.poll(2, TimeUnit.MINUTES);
      assertThat(call)
          .startsWith("PUT /done?a=b%20c application/json sha256=")
          .contains("{\"stdout\":\"MQo=\",\"time\":\"", "\"token\":\"" + token + "\"")
          .endsWith("\"status\":{\"id\":3,\"description\":\"Accepted\"}}");
    } finally {
      listener.stop(0);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
