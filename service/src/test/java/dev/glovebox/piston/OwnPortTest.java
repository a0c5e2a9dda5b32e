package dev.glovebox.piston;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service set up as the original is found: at the root of a port of its own, without keys, with
 * other limits.
 */
class OwnPortTest {

  @TempDir private static Path home;

  private static GloveboxProcess service;
  private static URI door;

  @BeforeAll
  static void start() throws IOException {
    List<String> database = GloveboxProcess.database(PostgresServer.freshDatabase());
    int port = freePort();
    String name = "piston-" + ProcessHandle.current().pid();
    String key;
    try (GloveboxProcess first =
        GloveboxProcess.start(home, name, database, "--glovebox.sandbox.first-uid=21000000")) {
      key = first.apiKey();
    }
    List<String> settings = new ArrayList<>(database);
    settings.add("--glovebox.piston.port=" + port);
    service =
        GloveboxProcess.start(
            home,
            name,
            settings,
            "--glovebox.sandbox.first-uid=21000000",
            "--glovebox.piston.anonymous-key=" + key,
            "--glovebox.piston.run-timeout=20s",
            "--glovebox.piston.output-max-size=1KB",
            "--glovebox.piston.stand-ins=false",
            "--glovebox.piston.origins=https://editor.example");
    door = URI.create("http://127.0.0.1:" + port + "/");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static PistonClient.Answer execute(PistonClient client, String json) throws Exception {
    return client.answer(
        client
            .anonymous("api/v2/execute")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.replace('\'', '"')))
            .build());
  }

  @Test
  void clientsNeedOnlyAnotherAddress() throws Exception {
    try (PistonClient client = new PistonClient(door, service.apiKey())) {
      assertThat(client.answer(client.anonymous("").GET().build()).message())
          .isEqualTo("Piston v3.1.1");
      Catalogue.awaitVersion(client, "python");
      PistonClient.Answer ran =
          execute(
              client,
              "{'language':'python','version':'3','files':[{'content':'print(6*7)'}],"
                  + "'run_timeout':15000}");
      assertThat(ran.status()).isEqualTo(200);
      assertThat(ran.body().path("run").path("output").asString()).isEqualTo("42\n");
      PistonClient.Answer missing = client.answer(client.anonymous("nothing").GET().build());
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.body().toString()).isEqualTo("{\"message\":\"Not Found\"}");
    }
  }

  @Test
  void thePortLeadsToNothingElse() throws Exception {
    try (PistonClient client = new PistonClient(door, service.apiKey())) {
      for (String path : List.of("api/v1/languages", "actuator/health", "piston/api/v2/runtimes")) {
        assertThat(client.get(path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void theSettingsAreTheLimits() throws Exception {
    try (PistonClient client = new PistonClient(door, service.apiKey())) {
      Catalogue.awaitVersion(client, "python");
      String start = "{'language':'python','version':'*','files':[{'content':'";
      PistonClient.Answer tooLong = execute(client, start + "'}],'run_timeout':20001}");
      PistonClient.Answer tooMuch = execute(client, start + "print(\\\"x\\\" * 2000)'}]}");
      PistonClient.Answer standIn =
          execute(client, "{'language':'python','version':'3.10.0','files':[{'content':''}]}");

      assertThat(tooLong.message())
          .isEqualTo("run_timeout cannot exceed the configured limit of 20000");
      assertThat(tooMuch.body().path("run").path("status").asString()).isEqualTo("OL");
      assertThat(tooMuch.body().path("run").path("stdout").asString()).hasSize(1024);
      assertThat(standIn.message()).isEqualTo("python-3.10.0 runtime is unknown");
    }
  }

  @Test
  void aWrongKeyIsNotForgiven() throws Exception {
    try (PistonClient client = new PistonClient(door, "gbx_wrong")) {
      assertThat(client.get("api/v2/runtimes").status()).isEqualTo(401);
    }
  }

  @Test
  void onlyPagesOfTheseOriginsMayCall() throws Exception {
    try (PistonClient client = new PistonClient(door, service.apiKey())) {
      var known = request(client, "https://editor.example");
      var other = request(client, "https://other.example");

      assertThat(known.http().headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://editor.example");
      assertThat(other.status()).isEqualTo(403);
    }
  }

  private static PistonClient.Answer request(PistonClient client, String origin) throws Exception {
    var response =
        java.net.http.HttpClient.newHttpClient()
            .send(
                client.request("api/v2/runtimes").header("Origin", origin).GET().build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
    return new PistonClient.Answer(
        response.statusCode(), tools.jackson.databind.node.MissingNode.getInstance(), response);
  }

  @Test
  void conversationsBeginAtThePortToo() throws Exception {
    try (PistonClient client = new PistonClient(door, service.apiKey())) {
      Catalogue.awaitVersion(client, "bash");
    }
    try (Talk talk = new Talk(door, service.apiKey())) {
      talk.send(
          "{'type':'init','language':'bash','version':'*','files':[{'content':'read a; echo $a'}]}");
      talk.send("{'type':'data','stream':'stdin','data':'hi\\n'}");
      talk.awaitOutput("hi\n");
      assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
    }
  }
}
