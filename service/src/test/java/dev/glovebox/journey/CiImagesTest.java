package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.Registry;
import dev.glovebox.support.RestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Images of jobs, fetched by the real engine from a real registry. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CiImagesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Registry registry;
  private Registry closed;
  private GloveboxProcess service;
  private RestClient client;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    registry = Registry.open(Files.createDirectory(folder.resolve("open")));
    closed = Registry.closed(Files.createDirectory(folder.resolve("closed")));
    service =
        GloveboxProcess.start(
            folder.resolve("home"),
            "images-" + ProcessHandle.current().pid(),
            GloveboxProcess.database(PostgresServer.freshDatabase()),
            "--glovebox.sandbox.first-uid=21000000",
            "--glovebox.sandbox.warm=0",
            "--glovebox.ci.images.again=100ms",
            "--glovebox.pipelines.images=glovebox/*,%s/**,%s/**,elsewhere.example/*,$NAMED,not a name"
                .formatted(registry.host(), closed.host()),
            "--glovebox.ci.images.registries=%s,%s".formatted(registry.host(), closed.host()));
    client = RestClient.of(service);
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    service.close();
    registry.close();
    closed.close();
  }

  private String start(String project, Object image, Map<String, String> variables)
      throws Exception {
    Map<String, Object> job =
        Map.of(
            "name",
            "test",
            "image",
            image,
            "network",
            Map.of("mode", "none"),
            "limits",
            Map.of("memoryMb", 128, "pids", 64),
            "variables",
            variables.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", entry.getValue(), "raw", true))
                .toList(),
            "steps",
            List.of(Map.of("name", "script", "run", List.of("echo \"version=$VERSION.\""))));
    RestClient.Answer created =
        client.post("/api/v1/runs", Map.of("project", project, "jobs", List.of(job)));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    return "/api/v1/jobs/" + created.body().at("/jobs/0/id").asString();
  }

  private JsonNode ended(String job) {
    return await("the job ends")
        .atMost(PATIENCE)
        .until(
            () -> client.get(job + "/wait?timeout=20s").body(),
            body ->
                List.of("success", "failed", "canceled").contains(body.path("state").asString()));
  }

  private JsonNode run(Object image) throws Exception {
    return ended(start("acme/app", image, Map.of()));
  }

  private JsonNode run(Object image, Map<String, String> variables) throws Exception {
    return ended(start("acme/app", image, variables));
  }

  private String log(JsonNode job) throws Exception {
    return client.text("/api/v1/jobs/" + job.path("id").asString() + "/log");
  }

  private void assertRan(JsonNode job, String version) throws Exception {
    assertThat(job.path("state").asString()).as("%s%n%s", job, log(job)).isEqualTo("success");
    assertThat(log(job)).contains("version=" + version + ".");
  }

  private static void assertFailed(JsonNode job, String failureClass, String reason) {
    assertThat(job.at("/failure/failureClass").asString()).as("%s", job).isEqualTo(failureClass);
    assertThat(job.at("/failure/reason").asString()).as("%s", job).isEqualTo(reason);
  }

  private static Map<String, Object> image(String name, String pull) {
    return Map.of("name", name, "pull", pull);
  }

  @Test
  void anImageIsFetchedOnceAndAnewWhenAsked() throws Exception {
    String name = registry.host() + "/app/once:1";
    registry.push("app/once:1", "first");
    assertFailed(run(image(name, "never")), "image", "image_not_found");

    JsonNode fetched = run(name);
    assertRan(fetched, "first");
    assertThat(log(fetched)).contains("Pulling " + name, "Pulled sha256:");
    assertThat(fetched.at("/history/0/images").toString()).contains(name, "sha256:");

    registry.push("app/once:1", "second");
    int asked = registry.manifests();
    JsonNode again = run(name);
    assertRan(again, "first");
    assertThat(log(again)).doesNotContain("Pulling");
    assertThat(registry.manifests()).isEqualTo(asked);

    assertRan(run(image(name, "always")), "second");
    assertRan(run(image(name, "never")), "second");
  }

  @Test
  void policiesAreTriedInTheirOrderAndPlatformsLookedAt() throws Exception {
    registry.push("app/order:1", "one");
    String name = registry.host() + "/app/order:1";
    assertRan(run(name), "one");
    registry.refuse(100, 404);
    String file =
        """
        test:
          image: {name: '%s', pull_policy: [always, if-not-present]}
          script: echo "version=$VERSION."
        """
            .formatted(name);
    JsonNode created =
        client
            .post(
                "/api/v1/runs", Map.of("project", "acme/app", "pipeline", Map.of("content", file)))
            .body();
    JsonNode job = ended("/api/v1/jobs/" + created.at("/jobs/0/id").asString());
    registry.refuse(0, 404);
    assertRan(job, "one");
    assertThat(log(job)).contains("WARNING: The image " + name);

    JsonNode other = run(Map.of("name", name, "platform", "linux/s390x", "pull", "never"));
    assertFailed(other, "image", "image_not_found");
  }

  @Test
  void aFetchThatFailsForTheMomentIsTriedAgain() throws Exception {
    registry.push("app/again:1", "one");
    registry.refuse(2, 503);
    JsonNode job = run(registry.host() + "/app/again:1");
    assertRan(job, "one");
    assertThat(log(job)).contains("The next try is in");
    assertThat(job.path("history").size()).isEqualTo(1);
  }

  @Test
  void whyAnImageIsNotHadIsTold() throws Exception {
    assertFailed(run(registry.host() + "/app/none:1"), "image", "image_not_found");
    assertFailed(run("elsewhere.example/app:1"), "policy", "image_not_allowed");
    assertFailed(run("not a name"), "image", "image_not_found");
    assertFailed(run("glovebox/none:latest"), "image", "image_not_found");

    registry.refuse(Integer.MAX_VALUE, 429);
    String limited = start("acme/app", registry.host() + "/app/limited:1", Map.of());
    JsonNode first =
        await("the first attempt ends")
            .atMost(PATIENCE)
            .until(
                () -> client.get(limited).body().at("/history/0/failure"),
                failure -> failure.has("reason"));
    registry.refuse(0, 429);
    assertThat(first.path("reason").asString()).isEqualTo("image_rate_limited");
    client.post(limited + "/cancel", Map.of());
    ended(limited);
  }

  /** What stands for the image in the plan may be anything once the variables are known. */
  @Test
  void aNameFromAVariableIsLookedAtAgain() throws Exception {
    JsonNode job = run("$NAMED", Map.of("NAMED", "docker.io/library/debian:13"));
    assertFailed(job, "policy", "image_not_allowed");
  }

  /** A registry's image of our own name would be taken for ours by the judge. */
  @Test
  void imagesOfOurOwnAreNeverFetched() throws Exception {
    JsonNode job = run(image("glovebox/ci-helper:latest", "always"));
    assertRan(job, "");
    assertThat(log(job)).doesNotContain("Pulling");
  }

  @Test
  void whatCameWithALoginIsForNobodyWithoutOne() throws Exception {
    closed.push("app/secret:1", "hidden");
    String name = closed.host() + "/app/secret:1";
    assertFailed(run(name), "image", "image_auth");

    Map<String, String> login = Map.of("DOCKER_AUTH_CONFIG", closed.logins());
    JsonNode mine = run(name, login);
    assertRan(mine, "hidden");
    String digest = mine.at("/history/0/images/0/digest").asString();
    assertThat(digest).startsWith("sha256:");

    assertFailed(run(image(name, "never")), "image", "image_not_found");
    assertFailed(run(name), "image", "image_auth");
    assertFailed(
        run(name, Map.of("DOCKER_AUTH_CONFIG", closed.wrongLogins())), "image", "image_auth");
    assertFailed(
        run(image(closed.host() + "/app/secret@" + digest, "never")), "image", "image_not_found");
    closed.push("app/secret:1", "hidden too");
    assertRan(run(name, login), "hidden too");
    assertFailed(run(image(name, "never")), "image", "image_not_found");

    JsonNode again = run(name, login);
    assertRan(again, "hidden too");
    JsonNode broken = run(name, Map.of("DOCKER_AUTH_CONFIG", "{\"auths\": 7, hunter2"));
    assertFailed(broken, "image", "image_auth");
    assertThat(log(broken)).contains("DOCKER_AUTH_CONFIG is left out").doesNotContain("hunter2");
  }

  @Test
  void aCancelEndsTheFetching() throws Exception {
    registry.push("app/slow:1", "late");
    registry.hold();
    String job = start("acme/app", registry.host() + "/app/slow:1", Map.of());
    registry.awaitHeld();
    client.post(job + "/cancel", Map.of());
    JsonNode canceled = ended(job);
    registry.release();
    assertThat(canceled.path("state").asString()).as("%s", canceled).isEqualTo("canceled");
    assertThat(log(canceled)).contains("Pulling");
  }
}
