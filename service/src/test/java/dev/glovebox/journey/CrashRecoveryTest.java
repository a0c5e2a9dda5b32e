package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SecondEngine;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What was accepted is judged exactly once and rightly, whatever is killed in between. */
@Tag("docker")
final class CrashRecoveryTest {

  private static final int SUBMISSIONS = 50;
  private static final Duration TIME_TO_FINISH = Duration.ofMinutes(5);

  @TempDir private Path home;

  @Test
  void nothingIsLostWhenTheServiceIsKilledInTheMiddle() throws Exception {
    TestDatabase database = PostgresServer.freshDatabase();
    String worker = "crash-" + ProcessHandle.current().pid();
    List<String> ids;
    try (GloveboxProcess first = start(worker, database);
        RestClient client = RestClient.of(first)) {
      ids = submitAll(client);
      await("some are done")
          .atMost(TIME_TO_FINISH)
          .until(() -> done(client, ids) >= SUBMISSIONS / 5);
      assertThat(done(client, ids)).isLessThan(SUBMISSIONS);
      first.kill();
    }
    try (GloveboxProcess second = start(worker, database);
        RestClient client = RestClient.of(second)) {
      await("all are done")
          .atMost(TIME_TO_FINISH)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> done(client, ids) == SUBMISSIONS);
      assertEachIsRight(client, ids);
    }
    assertThat(database.jdbc().sql("select count(*) from result").query(Integer.class).single())
        .isEqualTo(SUBMISSIONS);
    await("no container is left")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(Containers.of(worker)).isEmpty());
    database.close();
  }

  @Test
  void nothingIsLostWhenTheDatabaseDropsEveryConnectionInTheMiddle() throws Exception {
    TestDatabase database = PostgresServer.freshDatabase();
    String worker = "database-" + ProcessHandle.current().pid();
    try (GloveboxProcess service = start(worker, database);
        RestClient client = RestClient.of(service)) {
      List<String> ids = submitAll(client);
      await("some are done")
          .atMost(TIME_TO_FINISH)
          .until(() -> done(client, ids) >= SUBMISSIONS / 5);
      // What a restarting server does to its clients.
      database
          .jdbc()
          .sql(
              """
              select count(pg_terminate_backend(pid)) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()
              """)
          .query(Long.class)
          .single();
      await("all are done")
          .atMost(TIME_TO_FINISH)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptions()
          .until(() -> done(client, ids) == SUBMISSIONS);
      assertEachIsRight(client, ids);
    }
    database.close();
  }

  @Test
  void nothingIsLostWhenItsOwnPostgresIsKilledInTheMiddle() throws Exception {
    String worker = "postgres-" + ProcessHandle.current().pid();
    try (GloveboxProcess service = start(worker, List.of());
        RestClient client = RestClient.of(service)) {
      List<String> ids = submitAll(client);
      await("some are done")
          .atMost(TIME_TO_FINISH)
          .until(() -> done(client, ids) >= SUBMISSIONS / 5);
      ProcessHandle server = postgres();
      server.destroyForcibly();
      await("it has ended").atMost(TIME_TO_FINISH).until(() -> !server.isAlive());
      await("another one answers, and all are done")
          .atMost(TIME_TO_FINISH)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptions()
          .until(() -> done(client, ids) == SUBMISSIONS);
      assertThat(postgres()).isNotEqualTo(server);
      assertEachIsRight(client, ids);
    }
  }

  /** The database that the service started for itself. */
  private ProcessHandle postgres() throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("postgres"))) {
      Path pidFile =
          folders
              .map(folder -> folder.resolve("postmaster.pid"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      return ProcessHandle.of(pid).orElseThrow();
    }
  }

  @Test
  void nothingIsLostWhenTheEngineIsKilledInTheMiddle() throws Exception {
    TestDatabase database = PostgresServer.freshDatabase();
    String worker = "engine-" + ProcessHandle.current().pid();
    try (SecondEngine engine = SecondEngine.with("glovebox/python:latest")) {
      try (GloveboxProcess service =
              start(worker, database, "--glovebox.sandbox.engine=" + engine.address());
          RestClient client = RestClient.of(service)) {
        List<String> ids = submitAll(client);
        await("some are done")
            .atMost(TIME_TO_FINISH)
            .until(() -> done(client, ids) >= SUBMISSIONS / 5);
        engine.kill();
        assertThat(done(client, ids)).isLessThan(SUBMISSIONS);
        engine.restart();
        await("all are done")
            .atMost(TIME_TO_FINISH)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> done(client, ids) == SUBMISSIONS);
        assertEachIsRight(client, ids);
      }
      assertThat(engine.containers("dev.glovebox.worker=" + worker)).isEmpty();
    }
    database.close();
  }

  private GloveboxProcess start(String worker, TestDatabase database, String... more)
      throws Exception {
    return start(worker, GloveboxProcess.database(database), more);
  }

  private GloveboxProcess start(String worker, List<String> database, String... more)
      throws Exception {
    List<String> settings =
        new ArrayList<>(
            List.of("--glovebox.sandbox.first-uid=30000000", "--glovebox.sandbox.warm=0"));
    settings.addAll(List.of(more));
    return GloveboxProcess.start(home, worker, database, settings.toArray(String[]::new));
  }

  private static List<String> submitAll(RestClient client) throws Exception {
    List<Map<String, Object>> programs =
        IntStream.range(0, SUBMISSIONS)
            .mapToObj(i ->
                Map.<String, Object>of(
                    "language", "python",
                    "source", "print(%d * %d)".formatted(i, i),
                    "tests", List.of(Map.of("input", "", "expected", String.valueOf(i * i)))))
            .toList();
    RestClient.Answer accepted =
        client.post("/api/v1/submissions/batch", Map.of("submissions", programs));
    assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(201);
    return accepted
        .body()
        .path("submissions")
        .valueStream()
        .map(submission -> submission.path("id").asString())
        .toList();
  }

  private static long done(RestClient client, List<String> ids) throws Exception {
    return client
        .get("/api/v1/submissions?state=done&limit=" + ids.size())
        .body()
        .path("submissions")
        .size();
  }

  private static void assertEachIsRight(RestClient client, List<String> ids) throws Exception {
    for (String id : ids) {
      JsonNode result = client.get("/api/v1/submissions/" + id).body();
      assertThat(result.path("verdict").path("code").asString()).as("%s", result).isEqualTo("AC");
    }
  }
}
