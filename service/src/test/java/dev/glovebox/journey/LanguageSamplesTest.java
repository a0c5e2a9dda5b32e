package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Every language keeps every promise its folder's samples make. {@code
 * -Dglovebox.test.languages=lua,perl} narrows the test while a language is being added.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanguageSamplesTest {

  private static final Path IMAGES = Path.of("..", "images");
  private static final Duration TIME_TO_LEARN_VERSIONS = Duration.ofMinutes(5);

  /** The service judges as many at a time as it has cores; the others wait in its queue. */
  private static final int AT_A_TIME = 4;

  /** A sample's name, and the verdict that keeps its promise. */
  private static final Map<String, String> PROMISES =
      new TreeMap<>(
          Map.of(
              "hello", "AC",
              "echo", "AC",
              "compile-error", "CE",
              "runtime-error", "RTE",
              "time-limit", "TLE",
              "memory-limit", "MLE"));

  /** What a language cannot promise, because nothing that is written in it could do so. */
  private static final Map<String, Set<String>> CANNOT =
      Map.of(
          "bc", Set.of("echo"),
          "plaintext", Set.of("echo", "runtime-error", "time-limit", "memory-limit"));

  private final RestClient client = RestClient.of(SharedGlovebox.get());
  private final ExecutorService judging =
      Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());

  @AfterAll
  void close() {
    judging.shutdownNow();
    client.close();
  }

  @TestFactory
  Stream<DynamicTest> everySampleKeepsItsPromise() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String language : languages()) {
      for (String sample : promised(language)) {
        Future<JsonNode> judged = judging.submit(() -> judged(language, sample));
        tests.add(
            DynamicTest.dynamicTest(
                language + " " + sample, () -> assertKept(sample, judged.get())));
      }
    }
    return tests.stream();
  }

  @Test
  void everyLanguageTellsItsVersion() throws IOException {
    Set<String> expected = Set.copyOf(languages());
    await("versions")
        .atMost(TIME_TO_LEARN_VERSIONS)
        .untilAsserted(() -> {
          JsonNode all = client.get("/api/v1/languages").body().path("languages");
          assertThat(StreamSupport.stream(all.spliterator(), false))
              .filteredOn(language -> expected.contains(language.path("id").asString()))
              .hasSameSizeAs(expected)
              .allSatisfy(language ->
                  assertThat(language.path("version").asString())
                      .as(language.path("id").asString())
                      .matches("[0-9]+(\\.[0-9]+)*.*"));
        });
  }

  private JsonNode judged(String language, String sample) throws Exception {
    return client.judge(
        Map.of(
            "language",
            language,
            "files",
            List.of(
                Map.of(
                    "name",
                    sourceName(language),
                    "contentBase64",
                    Base64.getEncoder()
                        .encodeToString(Files.readAllBytes(file(language, sample))))),
            "stdin",
            "one\ntwo\n",
            "limits",
            Map.of(
                "cpuTime",
                sample.equals("time-limit") ? 1 : 15,
                "wallTime",
                60,
                "memory",
                "256MiB")));
  }

  private static void assertKept(String sample, JsonNode result) {
    assertThat(result.path("verdict").path("code").asString())
        .as("%s", result)
        .isEqualTo(PROMISES.get(sample));
    String stdout = result.path("tests").path(0).path("stdout").path("text").asString("");
    switch (sample) {
      case "hello" -> assertThat(stdout).isEqualTo("Hello, world!\n");
      case "echo" -> assertThat(stdout).isEqualTo("one\ntwo\n");
      case "time-limit" ->
          assertThat(result.path("tests").path(0).path("limit").asString()).isEqualTo("cpu");
      case "compile-error" ->
          assertThat(result.path("compile").path("output").path("text").asString()).isNotBlank();
      default -> assertThat(result.path("tests")).hasSize(1);
    }
  }

  private static List<String> languages() throws IOException {
    String chosen = System.getProperty("glovebox.test.languages", "");
    try (Stream<Path> folders = Files.list(IMAGES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("language.yaml")))
          .map(folder -> folder.getFileName().toString())
          .filter(language -> chosen.isEmpty() || List.of(chosen.split(",")).contains(language))
          .sorted()
          .toList();
    }
  }

  /** All promises but those it cannot make; a compile error needs a compiler or a check. */
  private static List<String> promised(String language) throws IOException {
    boolean checked =
        yaml(language).stream()
            .anyMatch(line -> line.startsWith("compile:") || line.startsWith("check:"));
    return PROMISES.keySet().stream()
        .filter(sample -> !CANNOT.getOrDefault(language, Set.of()).contains(sample))
        .filter(sample -> checked || !sample.equals("compile-error"))
        .toList();
  }

  private static String sourceName(String language) throws IOException {
    return yaml(language).stream()
        .filter(line -> line.startsWith("source: "))
        .map(line -> line.substring("source: ".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> yaml(String language) throws IOException {
    return Files.readAllLines(IMAGES.resolve(language).resolve("language.yaml"));
  }

  private static Path file(String language, String sample) throws IOException {
    try (Stream<Path> samples = Files.list(IMAGES.resolve(language).resolve("samples"))) {
      List<Path> named =
          samples.filter(file -> file.getFileName().toString().startsWith(sample + ".")).toList();
      assertThat(named).as("samples named %s of %s", sample, language).hasSize(1);
      return named.getFirst();
    }
  }
}
