package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.EngineProxy;
import dev.glovebox.support.EngineProxy.Health;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * An engine that is ill makes nobody's submission an internal error: what is under way waits until
 * it is well. A bad image makes only its own submissions fail.
 */
@Tag("docker")
final class EngineOutageTest {

  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int MANY = 12;

  @TempDir private Path home;
  private TestDatabase database;
  private EngineProxy proxy;

  @BeforeEach
  void open() throws IOException {
    database = PostgresServer.freshDatabase();
    proxy = new EngineProxy();
  }

  @AfterEach
  void closeAll() throws IOException {
    proxy.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WELL")
  void whatIsUnderWayWaitsForTheEngineAndIsJudgedRightly(Health ill) throws Exception {
    try (GloveboxProcess service = start(ill.name(), "--glovebox.sandbox.acquire=8s");
        RestClient client = RestClient.of(service)) {
      assertThat(client.judge(program(0)).path("verdict").path("code").asString()).isEqualTo("AC");
      assertThat(state(client)).isIn("ready", "working");

      proxy.be(ill);
      List<String> ids = submitAll(client);
      await("the worker says what is wrong")
          .atMost(LONG)
          .until(() -> state(client).equals("outage") && count("job where state = 'RUNNING'") == 0);
      JsonNode worker = worker(client);
      assertThat(worker.path("outage").path("reason").asString()).isNotBlank();
      assertThat(client.get("/actuator/health/engine").status()).isIn(401, 503);
      assertThat(count("attempt where outcome = 'GIVEN_BACK'")).isPositive();
      int begun = count("attempt");

      List<String> later = submitAll(client);
      // A further trial has failed, so that whatever else would have begun meanwhile has.
      int before = proxy.asked();
      await("the engine is tried out again")
          .atMost(LONG)
          .until(() -> ill == Health.AWAY || ill == Health.SILENT || proxy.asked() > before);
      assertThat(count("attempt")).as("nothing was begun in the outage").isEqualTo(begun);
      assertThat(count("job where state = 'QUEUED'")).isPositive();

      proxy.be(Health.WELL);
      ids.addAll(later);
      await("all are judged")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> done(client, ids) == ids.size());
      for (String id : ids) {
        JsonNode result = client.get("/api/v1/submissions/" + id).body();
        assertThat(result.path("verdict").path("code").asString()).as("%s", result).isEqualTo("AC");
      }
      assertThat(count("attempt where outcome in ('FAILED', 'LOST', 'GAVE_UP')")).isZero();
      assertThat(count("attempt where outcome = 'DONE' and number > 1")).isZero();
      await("the worker works").atMost(LONG).until(() -> !state(client).equals("outage"));
    }
  }

  @Test
  void aBadImageFailsItsOwnSubmissionsAndNobodyElses() throws Exception {
    String image = "glovebox/bad-" + ProcessHandle.current().pid();
    Path languages = languages(image);
    importEmpty(image + ":latest");
    try (GloveboxProcess service =
            start(
                "bad", "--glovebox.languages.directory=" + languages, "--glovebox.worker.slots=2");
        RestClient client = RestClient.of(service)) {
      String bad =
          client
              .post("/api/v1/submissions", Map.of("language", "bad", "source", "x"))
              .body()
              .path("id")
              .asString();
      await("it is given up")
          .atMost(LONG)
          .until(() -> {
            assertThat(client.judge(program(3)).path("verdict").path("code").asString())
                .isEqualTo("AC");
            assertThat(state(client)).isNotEqualTo("outage");
            return client.get("/api/v1/submissions/" + bad).body().has("verdict");
          });
      assertThat(
              client
                  .get("/api/v1/submissions/" + bad)
                  .body()
                  .path("verdict")
                  .path("code")
                  .asString())
          .isEqualTo("JE");
      assertThat(count("attempt where outcome = 'FAILED'")).isEqualTo(3);
      assertThat(count("attempt where outcome = 'GIVEN_BACK'")).isZero();
    } finally {
      new ProcessBuilder("docker", "image", "rm", image + ":latest").start().waitFor();
    }
  }

  private Path languages(String image) throws IOException {
    Path folder = Files.createDirectory(home.resolve("languages"));
    Path python = Path.of("").toAbsolutePath().getParent().resolve("images/python/language.yaml");
    Files.copy(python, Files.createDirectory(folder.resolve("python")).resolve("language.yaml"));
    Files.writeString(
        Files.createDirectory(folder.resolve("bad")).resolve("language.yaml"),
        """
        id: bad
        name: Bad
        image: %s
        aliases: []
        extensions: [bad]
        group: core
        version: {command: [bad], pattern: '(x)'}
        source: main.bad
        run: {command: [bad]}
        limits: {memoryOverhead: 0MiB, processes: 64}
        """
            .formatted(image.substring("glovebox/".length())));
    return folder;
  }

  /** An image without anything in it: a container can be created, and not started. */
  private static void importEmpty(String name) throws Exception {
    Process docker = new ProcessBuilder("docker", "import", "-", name).start();
    try (var archive = docker.getOutputStream()) {
      archive.write(new byte[1024]);
    }
    assertThat(docker.waitFor()).isZero();
  }

  private GloveboxProcess start(String name, String... more) throws Exception {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--glovebox.sandbox.first-uid=40000000",
                "--glovebox.sandbox.warm=0",
                "--glovebox.sandbox.engine=" + proxy.address()));
    settings.addAll(List.of(more));
    return GloveboxProcess.start(
        home.resolve(name),
        "outage-" + ProcessHandle.current().pid() + "-" + name,
        GloveboxProcess.database(database),
        settings.toArray(String[]::new));
  }

  private static Map<String, Object> program(int i) {
    return Map.of(
        "language", "python",
        "source", "print(%d * %d)".formatted(i, i),
        // A stream that hangs is waited for until then, and longer on a busy machine.
        "limits", Map.of("cpuTime", 2, "wallTime", 10),
        "tests", List.of(Map.of("input", "", "expected", String.valueOf(i * i))));
  }

  private static List<String> submitAll(RestClient client) throws Exception {
    RestClient.Answer accepted =
        client.post(
            "/api/v1/submissions/batch",
            Map.of(
                "submissions",
                IntStream.range(0, MANY).mapToObj(EngineOutageTest::program).toList()));
    assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(201);
    return new ArrayList<>(
        accepted
            .body()
            .path("submissions")
            .valueStream()
            .map(submission -> submission.path("id").asString())
            .toList());
  }

  private static long done(RestClient client, List<String> ids) throws Exception {
    Stream<JsonNode> all =
        client
            .get("/api/v1/submissions?state=done&limit=200")
            .body()
            .path("submissions")
            .valueStream();
    return all.map(one -> one.path("id").asString()).filter(ids::contains).count();
  }

  /** The worker for submissions. */
  private static JsonNode worker(RestClient client) throws Exception {
    return client
        .get("/api/v1/admin/workers")
        .body()
        .path("workers")
        .valueStream()
        .filter(worker -> !worker.path("name").asString().endsWith("/long"))
        .findFirst()
        .orElseThrow();
  }

  private static String state(RestClient client) throws Exception {
    return worker(client).path("state").asString();
  }

  private int count(String which) {
    return database.jdbc().sql("select count(*) from " + which).query(Integer.class).single();
  }
}
