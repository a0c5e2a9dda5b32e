package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Workers that test themselves, each in a process of its own beside the one that is asked: a sound
 * one, and one whose sandboxes are made with a seccomp profile that lets a forbidden call through.
 */
@Tag("docker")
final class SelfTestTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Map<String, String> HONEST =
      Map.of("language", "python", "source", "print(1)");

  private final TestDatabase database = PostgresServer.freshDatabase();
  private final String sound = "sound-" + ProcessHandle.current().pid();
  private final String leaky = "leaky-" + ProcessHandle.current().pid();

  @Test
  void aSoundWorkerPassesAndALeakyOneIsDisabledUntilSomebodyEnablesIt(@TempDir Path folder)
      throws Exception {
    try (GloveboxProcess api =
            start(folder, "api", "--glovebox.roles=api", "--glovebox.worker.name=api");
        GloveboxProcess good =
            start(folder, sound, "--glovebox.roles=worker", "--glovebox.self-test.at-start=true");
        RestClient client = RestClient.of(api);
        Visit visit = Visit.of(api)) {
      JsonNode passed = awaitEnd(client, sound);
      assertThat(passed.path("state").asString()).as(passed.toString()).isEqualTo("passed");
      assertThat(passed.path("askedBy").asString()).isEqualTo("start of the worker");
      assertThat(passed.path("sandbox").asString()).contains("seccomp profile program");
      assertThat(passed.path("checks")).hasSize(12);
      open(visit, good.worker());
      assertThat(visit.page.locator("#test-title .state.good")).hasText("✓ passed");
      visit.wellMade("self-test-passed");
      good.close();

      leakyWorker(folder, client, visit);
    }
  }

  private void leakyWorker(Path folder, RestClient client, Visit visit) throws Exception {
    Path profile = Files.writeString(folder.resolve("leaky.json"), withPtrace());
    String setting = "--glovebox.sandbox.seccomp-profile=" + profile;
    try (GloveboxProcess _ = start(folder, leaky, "--glovebox.roles=worker", setting)) {
      open(visit, leaky);
      visit.button("Test itself").click();
      visit.awaits(visit.page.locator("#test-title .state"), "failed");
      Locator check = visit.page.locator("tr").filter(byText("forbidden-call"));
      assertThat(check.locator(".state.alarm")).hasText("! failed");
      assertThat(check).containsText("the program got through: PWNED ptrace returned 0");
      assertThat(visit.page.locator("#live tbody .state.good")).hasCount(11);
      await("it obeys").atMost(LONG).until(() -> state(client, leaky).equals("disabled"));
      assertThat(state(client, leaky + "/long")).isEqualTo("disabled");
      open(visit, leaky);
      assertThat(visit.page.locator("#state-title .state.alarm")).hasText("! disabled");
      assertThat(visit.page.locator("#live")).containsText("Disabled by self-test");
      assertThat(visit.page.locator("#live")).containsText("self-test failed: forbidden-call");
      visit.wellMade("self-test-failed");
      visit.page.navigate("/dashboard");
      assertThat(visit.page.locator("section.alarm"))
          .containsText("Worker %s is disabled".formatted(leaky));
      assertThat(visit.page.locator("section.alarm"))
          .containsText("The self-test of worker %s has failed".formatted(leaky));
      visit.wellMade("overview-troubles");
    }
    String waiting;
    try (GloveboxProcess _ = start(folder, leaky, "--glovebox.roles=worker")) {
      waiting = submit(client);
      JsonNode again = selfTest(client, leaky);
      assertThat(again.path("state").asString()).as(again.toString()).isEqualTo("passed");
      // Its sandboxes are sound by now, and it was restarted: but nobody has enabled it.
      assertThat(submission(client, waiting).path("state").asString()).isEqualTo("queued");
      open(visit, leaky);
      visit.page.getByLabel("Reason").fill("the right profile is back");
      visit.button("Enable").click();
      await("it works again")
          .atMost(LONG)
          .until(() -> submission(client, waiting).path("state").asString().equals("done"));
      visit.page.navigate("/dashboard/audit");
      assertThat(visit.page.getByText("enabled a worker").first()).isVisible();
      assertThat(visit.page.getByText("the right profile is back").first()).isVisible();
    }
  }

  private GloveboxProcess start(Path folder, String worker, String... settings) throws IOException {
    Path home = Files.createDirectories(folder.resolve(worker));
    if (!worker.equals("api")) {
      // Whoever only works makes none, and is waited for until there are some.
      Files.writeString(home.resolve("credentials"), "");
    }
    var all = new ArrayList<>(List.of(settings));
    all.add("--glovebox.worker.heartbeat=1s");
    all.add("--glovebox.sandbox.first-uid=31000000");
    all.add("--glovebox.blobs.directory=" + folder.resolve("blobs"));
    return GloveboxProcess.start(
        home, worker, GloveboxProcess.database(database), all.toArray(String[]::new));
  }

  /** The profile of programs, with ptrace among what is allowed. */
  private static String withPtrace() throws IOException {
    var json = new JsonMapper();
    ObjectNode profile =
        (ObjectNode)
            json.readTree(Files.readString(REPOSITORY.resolve("seccomp-profiles/program.json")));
    for (JsonNode rule : profile.path("syscalls")) {
      if (rule.path("names").toString().contains("\"ptrace\"")) {
        ((ObjectNode) rule).put("action", "SCMP_ACT_ALLOW").remove("errnoRet");
      }
    }
    assertThat(profile.toString()).contains("\"names\":[\"ptrace\"");
    return profile.toString();
  }

  private static void open(Visit visit, String worker) {
    visit.page.navigate("/dashboard/workers");
    visit.page.locator("h2 a").filter(byExactText(worker)).click();
    assertThat(visit.page.locator("h1")).hasText("Worker");
  }

  private static Locator.FilterOptions byText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.FilterOptions byExactText(String text) {
    return new Locator.FilterOptions().setHasText(Pattern.compile("^%s$".formatted(text)));
  }

  private static JsonNode selfTest(RestClient client, String worker) throws Exception {
    assertThat(client.post("/api/v1/admin/workers/self-test", Map.of("worker", worker)).status())
        .isEqualTo(202);
    return awaitEnd(client, worker);
  }

  private static JsonNode awaitEnd(RestClient client, String worker) throws Exception {
    String list = "/api/v1/admin/self-tests?worker=" + worker;
    await("the self-test ends")
        .atMost(LONG)
        .until(
            () -> client.get(list).body().path("selfTests").path(0).path("finishedAt").isString());
    String id = client.get(list).body().path("selfTests").path(0).path("id").asString();
    return client.get("/api/v1/admin/self-tests/" + id).body();
  }

  private static String state(RestClient client, String worker) throws Exception {
    return client
        .get("/api/v1/admin/workers")
        .body()
        .path("workers")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(worker))
        .map(one -> one.path("state").asString())
        .reduce("", (_, newer) -> newer);
  }

  private static String submit(RestClient client) throws Exception {
    return client.post("/api/v1/submissions", HONEST).body().path("id").asString();
  }

  private static JsonNode submission(RestClient client, String id) throws Exception {
    return client.get("/api/v1/submissions/" + id).body();
  }
}
