package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Every language keeps every promise its folder's samples make. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanguageSamplesTest {

  private static final Path IMAGES = Path.of("..", "images");
  private static final Duration TIME_TO_LEARN_VERSIONS = Duration.ofMinutes(3);

  /** A sample's name, and the verdicts that keep its promise. */
  private static final Map<String, Set<String>> PROMISES =
      Map.of(
          "hello", Set.of("AC"),
          "echo", Set.of("AC"),
          "compile-error", Set.of("CE"),
          "runtime-error", Set.of("RTE"),
          "time-limit", Set.of("TLE"),
          "memory-limit", Set.of("MLE"));

  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    client.close();
  }

  @TestFactory
  Stream<DynamicTest> everySampleKeepsItsPromise() throws IOException {
    return languages()
        .flatMap(language ->
            PROMISES.keySet().stream()
                .sorted()
                .map(sample ->
                    DynamicTest.dynamicTest(
                        language + " " + sample, () -> assertKept(language, sample))));
  }

  @Test
  void everyLanguageTellsItsVersion() {
    await("versions")
        .atMost(TIME_TO_LEARN_VERSIONS)
        .untilAsserted(() -> {
          JsonNode all = client.get("/api/v1/languages").body().path("languages");
          assertThat(StreamSupport.stream(all.spliterator(), false))
              .hasSizeGreaterThanOrEqualTo(12)
              .allSatisfy(language ->
                  assertThat(language.path("version").asString())
                      .as(language.path("id").asString())
                      .matches("[0-9]+(\\.[0-9]+)*.*"));
        });
  }

  private void assertKept(String language, String sample) throws Exception {
    JsonNode result =
        client.judge(
            Map.of(
                "language",
                language,
                "source",
                Files.readString(source(language, sample)),
                "stdin",
                "one\ntwo\n",
                "limits",
                Map.of(
                    "cpuTime",
                    sample.equals("time-limit") ? 2 : 15,
                    "wallTime",
                    60,
                    "memory",
                    "256MiB")));
    assertThat(result.path("verdict").path("code").asString())
        .as("%s", result)
        .isIn(PROMISES.get(sample));
    String stdout = result.path("tests").path(0).path("stdout").path("text").asString("");
    switch (sample) {
      case "hello" -> assertThat(stdout).containsIgnoringCase("hello");
      case "echo" -> assertThat(stdout).isEqualTo("one\ntwo\n");
      case "time-limit" ->
          assertThat(result.path("tests").path(0).path("limit").asString()).isEqualTo("cpu");
      case "compile-error" ->
          assertThat(result.path("compile").path("output").path("text").asString()).isNotBlank();
      default -> assertThat(result.path("tests")).hasSize(1);
    }
  }

  private static Stream<String> languages() throws IOException {
    try (Stream<Path> folders = Files.list(IMAGES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("language.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path source(String language, String sample) throws IOException {
    try (Stream<Path> samples = Files.list(IMAGES.resolve(language).resolve("samples"))) {
      List<Path> named =
          samples.filter(file -> file.getFileName().toString().startsWith(sample + ".")).toList();
      assertThat(named).as("samples named %s of %s", sample, language).hasSize(1);
      return named.getFirst();
    }
  }
}
