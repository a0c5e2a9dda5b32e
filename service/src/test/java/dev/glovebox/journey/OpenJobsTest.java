package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that take steps while they run, over HTTP and on the real engine. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenJobsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WORKER = "open-" + ProcessHandle.current().pid();

  @TempDir private static Path home;
  private TestDatabase database;
  private GloveboxProcess service;
  private RestClient client;

  @BeforeAll
  void open() throws Exception {
    database = PostgresServer.freshDatabase();
    start();
  }

  private void start() throws Exception {
    service =
        GloveboxProcess.start(
            home, WORKER, GloveboxProcess.database(database), "--glovebox.ci.open-idle=10s");
    client = RestClient.of(service);
  }

  @AfterAll
  void close() {
    client.close();
    service.close();
    database.close();
  }

  private String open(Map<String, Object> more) throws Exception {
    Map<String, Object> job = new HashMap<>(more);
    job.put("name", "open");
    job.put("image", "glovebox/python:latest");
    job.put("open", true);
    job.put("limits", Map.of("memoryMb", 128, "pids", 64));
    job.put("workspace", Map.of("path", "/builds", "sizeMb", 32));
    RestClient.Answer created =
        client.post("/api/v1/runs", Map.of("project", "acme/app", "jobs", List.of(job)));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    return "/api/v1/jobs/" + created.body().at("/jobs/0/id").asString();
  }

  private JsonNode add(String job, String query, String script) throws Exception {
    RestClient.Answer added = client.postText(job + "/steps?" + query, script, query + script);
    assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
    return added.body();
  }

  private JsonNode result(String job, JsonNode step, String until) {
    String path =
        "%s/steps/%d?timeout=20s&until=%s".formatted(job, step.path("number").asInt(), until);
    return await("a step is " + until)
        .atMost(PATIENCE)
        .until(
            () -> client.get(path).body(),
            body ->
                until.equals("started")
                    ? !body.path("state").asString().equals("waiting")
                    : !List.of("waiting", "running").contains(body.path("state").asString()));
  }

  private JsonNode run(String job, String query, String script) throws Exception {
    return result(job, add(job, query, script), "ended");
  }

  /** What a step has written, by the places that its result tells. */
  private String output(String job, JsonNode step) {
    long start = step.path("logStart").asLong();
    long length = step.path("logEnd").asLong() - start;
    return await("the log has come so far")
        .atMost(PATIENCE)
        .until(
            () -> client.text("%s/log?offset=%d&limit=%d".formatted(job, start, length)),
            text -> text.getBytes(StandardCharsets.UTF_8).length >= length);
  }

  private JsonNode ended(String job) {
    return await("the job ends")
        .atMost(PATIENCE)
        .until(
            () -> client.get(job + "/wait?timeout=20s").body(),
            body ->
                List.of("success", "failed", "canceled").contains(body.path("state").asString()));
  }

  @Test
  void stepsRunInTheSameContainerUntilTheJobIsFinished() throws Exception {
    String job =
        open(
            Map.of(
                "helperImage",
                "glovebox/bash:latest",
                "variables",
                List.of(
                    Map.of(
                        "key", "TOKEN", "value", "hush-'hush'-42", "masked", true, "raw", true))));
    JsonNode first =
        run(
            job,
            "name=first%20one",
            "echo \"$PWD $TOKEN\"; echo kept > file; echo layer > /opt/file; printf '\\303\\251'");
    assertThat(first.path("state").asString()).as("%s", first).isEqualTo("success");
    assertThat(output(job, first)).isEqualTo("/builds [MASKED]\né");

    JsonNode second = run(job, "name=second", "cat file /opt/file; false; (exit 7); exit $?");
    assertThat(second.path("state").asString()).isEqualTo("failed");
    assertThat(second.path("exitCode").asInt()).isEqualTo(7);
    assertThat(second.at("/failure/reason").asString()).isEqualTo("script_failure");
    assertThat(output(job, second)).isEqualTo("kept\nlayer\n");

    JsonNode again = add(job, "name=second", "cat file /opt/file; false; (exit 7); exit $?");
    assertThat(again).isEqualTo(second);
    assertThat(client.postText(job + "/steps", "true", "name=secondcat").status()).isEqualTo(201);

    JsonNode helper = run(job, "image=helper", "cat file; test -e /opt/file || echo other");
    assertThat(output(job, helper)).isEqualTo("kept\nother\n");
    assertThat(client.post(job + "/finish", Map.of()).status()).isEqualTo(202);
    assertThat(client.post(job + "/finish", Map.of()).status()).isEqualTo(202);

    JsonNode done = ended(job);
    assertThat(done.path("state").asString()).isEqualTo("failed");
    assertThat(done.at("/failure/exitCode").asInt()).isEqualTo(7);
    assertThat(done.path("attempts").asInt()).isEqualTo(1);
    RestClient.Answer late = client.postText(job + "/steps", "true", "late");
    assertThat(late.status()).isEqualTo(409);
    assertThat(client.post(job + "/retry", Map.of()).status()).isEqualTo(409);
    assertThat(Containers.ofAttempt(done.path("attempt").asString())).isEmpty();
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from ci_added_step where script is not null")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatIsAskedWronglyIsRefused() throws Exception {
    String job = open(Map.of());
    assertThat(client.postText(job + "/steps?image=other", "", "a").status()).isEqualTo(400);
    assertThat(client.postText(job + "/steps?name=", "", "b").status()).isEqualTo(400);
    assertThat(client.postText(job + "/steps", "x".repeat((4 << 20) + 1), "c").status())
        .isEqualTo(413);
    assertThat(client.get(job + "/steps/1").status()).isEqualTo(404);
    assertThat(client.get(job + "/steps/x").status()).isEqualTo(404);
    assertThat(client.get(job + "/steps/1?until=never").status()).isEqualTo(400);
    add(job, "name=d", "true");
    assertThat(client.postText(job + "/steps?name=d", "false", "name=dtrue").status())
        .isEqualTo(409);
    client.post(job + "/cancel?mode=force", Map.of());
    assertThat(ended(job).path("state").asString()).isEqualTo("canceled");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("workspace", Map.of("path", "/etc")),
            Map.of("workspace", Map.of("path", "/builds/../etc")),
            Map.of("retry", 1))) {
      Map<String, Object> asked = new HashMap<>(wrong);
      asked.putAll(Map.of("name", "a", "image", "i", "open", true));
      RestClient.Answer answer =
          client.post("/api/v1/runs", Map.of("project", "p", "jobs", List.of(asked)));
      assertThat(answer.status()).as("%s: %s", wrong, answer.body()).isEqualTo(400);
    }
  }

  @Test
  void cancelEndsTheRunningStepAndThoseThatWait() throws Exception {
    String job = open(Map.of());
    JsonNode running =
        add(job, "name=a", "trap 'echo bye; exit 0' TERM; echo up; sleep 600 & wait");
    JsonNode waiting = add(job, "name=b", "echo unreachable");
    result(job, running, "started");
    await("it is up").atMost(PATIENCE).until(() -> client.text(job + "/log").contains("up\n"));
    assertThat(client.post(job + "/cancel", Map.of()).status()).isEqualTo(202);
    assertThat(result(job, running, "ended").path("state").asString()).isEqualTo("canceled");
    assertThat(ended(job).path("state").asString()).isEqualTo("canceled");
    assertThat(result(job, waiting, "ended").path("state").asString()).isEqualTo("canceled");
    assertThat(client.text(job + "/log")).contains("bye\n").doesNotContain("unreachable");
  }

  @Test
  void aJobWhoseOwnerHasGoneEndsByItself() throws Exception {
    String idle = open(Map.of());
    String late = open(Map.of("timeoutSeconds", 4));
    run(idle, "name=a", "true");
    JsonNode done = ended(idle);
    assertThat(done.at("/failure/reason").asString()).isEqualTo("idle_timeout");
    assertThat(done.at("/failure/failureClass").asString()).isEqualTo("limit");
    assertThat(Containers.ofAttempt(done.path("attempt").asString())).isEmpty();
    assertThat(ended(late).at("/failure/reason").asString()).isEqualTo("job_timeout");
  }

  @Test
  void aJobWhoseWorkerIsLostFailsAndIsNotTriedAgain() throws Exception {
    String job = open(Map.of());
    JsonNode step = add(job, "name=a", "echo up; sleep 600");
    result(job, step, "started");
    client.close();
    service.kill();
    start();
    JsonNode done = ended(job);
    assertThat(done.path("state").asString()).isEqualTo("failed");
    assertThat(done.at("/failure/failureClass").asString()).isEqualTo("infra");
    assertThat(done.at("/failure/reason").asString()).isEqualTo("worker_lost");
    assertThat(done.path("attempts").asInt()).isEqualTo(1);
    assertThat(result(job, step, "ended").path("state").asString()).isEqualTo("canceled");
  }
}
