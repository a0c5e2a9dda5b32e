package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The security drill, of some attacks of the suite and some of its own that must not look held: one
 * that is expected wrongly, one that says it got through, one that can't be run.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DrillTest {

  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestDatabase database = PostgresServer.freshDatabase();
  private final String worker = "drill-" + ProcessHandle.current().pid();
  private GloveboxProcess service;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path empty) throws IOException {
    folder = empty;
    copy(REPOSITORY.resolve("service/src/test/resources/drill"), folder.resolve("attacks"));
    for (String real : List.of("B44-capabilities", "C07-devices", "E02-forged-frames", "shared")) {
      copy(REPOSITORY.resolve("attacks").resolve(real), folder.resolve("attacks").resolve(real));
    }
    for (String language : List.of("c", "python", "bash")) {
      Path there = Files.createDirectories(folder.resolve("languages").resolve(language));
      Files.copy(
          REPOSITORY.resolve("images").resolve(language).resolve("language.yaml"),
          there.resolve("language.yaml"));
    }
    Path missing = Files.createDirectories(folder.resolve("languages/cobol"));
    String python = Files.readString(folder.resolve("languages/python/language.yaml"));
    Files.writeString(
        missing.resolve("language.yaml"),
        python
            .replace("id: python", "id: cobol\nimage: nobody-builds-this")
            .replaceAll("(?m)^(aliases|extensions): .*", "$1: []"));
    service = begin();
  }

  private GloveboxProcess begin() throws IOException {
    return GloveboxProcess.start(
        folder.resolve("home"),
        worker,
        GloveboxProcess.database(database),
        "--glovebox.languages.directory=" + folder.resolve("languages"),
        "--glovebox.drill.directory=" + folder.resolve("attacks"),
        "--glovebox.queue.lease=9s",
        "--glovebox.worker.heartbeat=1s",
        "--glovebox.sandbox.first-uid=30000000");
  }

  @AfterAll
  void close() {
    service.close();
  }

  @Test
  void theOperatorSeesWhatHeldAndInRedWhatDidNot() throws Exception {
    try (Visit visit = Visit.of(service)) {
      visit.page.navigate("/dashboard/drills");
      visit.page.getByLabel("Only these attacks").fill("a, B44 c07 E02 c01 k");
      visit.button("Show what it would do").click();
      assertThat(visit.page.locator("#plan-title")).hasText("8 attacks");
      assertThat(row(visit, "C01")).containsText("image missing");
      visit.wellMade("drill-plan");
      visit.page.getByLabel("Only these attacks").fill("Z");
      visit.button("Begin").click();
      assertThat(visit.page.getByRole(AriaRole.ALERT))
          .containsText("neither an attack nor a family Z");
      visit.page.getByLabel("Only these attacks").fill("a, B44 c07 E02 c01 k");
      visit.button("Begin").click();
      visit.awaits(visit.page.locator("dt:text-is('State') + dd"), "done");
      assertThat(visit.page.locator("#state-title .state.alarm")).hasText("! 2 did not hold");
      for (String held : List.of("A01", "B44", "C07", "E02")) {
        assertThat(row(visit, held).locator(".state.good")).containsText("held");
      }
      assertThat(row(visit, "A02").locator(".state.alarm")).containsText("did not hold");
      assertThat(row(visit, "A02")).containsText("its verdict is AC, not of [RTE]");
      assertThat(row(visit, "A03"))
          .containsText("the program got through: PWNED <script>alert(1)</script>");
      assertThat(row(visit, "C01").locator(".state.quiet")).containsText("not run");
      assertThat(row(visit, "C01")).containsText("image missing (cobol)");
      assertThat(row(visit, "K01")).containsText("not part of the drill");
      visit.wellMade("drill");
      String one = visit.page.url();
      visit.link("did not hold").click();
      assertThat(visit.page.locator("tbody tr")).hasCount(2);
      row(visit, "A03").locator("a").first().click();
      assertThat(visit.page.locator("h1")).containsText("Submission");
      String report = visit.page.context().request().get(one + "/report.json").text();
      assertThat(new JsonMapper().readTree(report).path("counts").path("broken").asInt())
          .isEqualTo(2);
      visit.page.navigate("/dashboard/drills");
      assertThat(visit.page.locator("#list tbody tr .state.alarm").first()).isVisible();
      visit.wellMade("drills");
      visit.page.navigate("/dashboard/audit");
      assertThat(visit.page.getByText("began a security drill").first()).isVisible();
    }
  }

  @Test
  void aDrillThatIsCancelledLeavesNothingRunning() throws Exception {
    try (RestClient client = RestClient.of(service)) {
      String drill = begin(client, "L02");
      awaitSubmission(client, drill);
      JsonNode second =
          client.post("/api/v1/admin/drill", Map.of("attacks", List.of("A01"))).body();
      assertThat(second.path("detail").asString()).contains("another drill is running");
      assertThat(client.post(drill + "/cancel", Map.of()).body().path("state").asString())
          .isEqualTo("cancelled");
      JsonNode outcome = client.get(drill).body().path("outcomes").path(0);
      assertThat(outcome.path("result").asString()).isEqualTo("not-run");
      await("the attack is ended")
          .atMost(LONG)
          .until(() ->
              client
                  .get("/api/v1/submissions/" + outcome.path("submission").asString())
                  .body()
                  .path("verdict")
                  .path("code")
                  .asString("")
                  .equals("CAN"));
    }
  }

  @Test
  void anotherProcessGoesOnWhereOneWasKilled() throws Exception {
    String drill;
    try (RestClient client = RestClient.of(service)) {
      drill = begin(client, "L01");
      awaitSubmission(client, drill);
    }
    service.kill();
    service = begin();
    try (RestClient client = RestClient.of(service)) {
      await("the drill is at its end")
          .atMost(LONG)
          .until(() -> client.get(drill).body().path("state").asString().equals("done"));
      JsonNode outcome = client.get(drill).body().path("outcomes").path(0);
      assertThat(outcome.path("result").asString()).as(outcome.toString()).isEqualTo("held");
    }
    assertThat(
            database
                .jdbc()
                .sql(
                    "select count(*) from submission where trial and position(:id in request::text) > 0")
                .param("id", drill.substring(drill.lastIndexOf('/') + 1))
                .query(Integer.class)
                .single())
        .as("the attack and the honest program, each once")
        .isEqualTo(2);
  }

  private static String begin(RestClient client, String attack) throws Exception {
    RestClient.Answer begun =
        client.post("/api/v1/admin/drill", Map.of("attacks", List.of(attack)));
    assertThat(begun.status()).as(begun.body().toString()).isEqualTo(202);
    return "/api/v1/admin/drills/" + begun.body().path("id").asString();
  }

  private static void awaitSubmission(RestClient client, String drill) {
    await("the attack is under way")
        .atMost(LONG)
        .until(() -> client.get(drill).body().path("outcomes").path(0).has("submission"));
  }

  private static Locator row(Visit visit, String attack) {
    return visit.page.locator("tr:has(th:text-is('%s'))".formatted(attack));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      Map<Path, Path> all =
          files
              .filter(Files::isRegularFile)
              .collect(Collectors.toMap(file -> file, file -> to.resolve(from.relativize(file))));
      all.forEach((source, target) -> {
        try {
          Files.createDirectories(target.getParent());
          Files.copy(source, target);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
