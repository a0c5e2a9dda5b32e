package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * -Dglovebox.test.languages=lua,perl} narrows it to some of them.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanguageSamplesTest {

  private static final Path IMAGES = Path.of("..", "images");
  private static final Duration TIME_TO_LEARN_VERSIONS = Duration.ofMinutes(3);

  private static final Duration TIME_TO_JUDGE = Duration.ofMinutes(5);

  /** A sample's name, and the verdicts that keep its promise. */
  private static final Map<String, Set<String>> PROMISES =
      Map.of(
          "hello", Set.of("AC"),
          "echo", Set.of("AC"),
          "compile-error", Set.of("CE"),
          "runtime-error", Set.of("RTE"),
          "time-limit", Set.of("TLE"),
          "memory-limit", Set.of("MLE"));

  /**
   * What a language cannot promise: bc reads numbers only, a lone script is not compiled, and a
   * plain text does nothing.
   */
  private static final Map<String, Set<String>> EXEMPT =
      Map.of(
          "bc", Set.of("echo"),
          "multi-file", Set.of("compile-error"),
          "plaintext", Set.of("echo", "runtime-error", "time-limit", "memory-limit"));

  /** Enough that the service never waits for this test; its own slots decide what runs at once. */
  private static final int AT_ONCE = 4;

  private final ExecutorService judging =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    judging.shutdownNow();
    client.close();
  }

  @TestFactory
  List<DynamicTest> everySampleKeepsItsPromise() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String language : languages()) {
      for (String sample : samples(language)) {
        Future<JsonNode> result = judging.submit(() -> judge(language, sample));
        tests.add(
            DynamicTest.dynamicTest(
                language + " " + sample, () -> assertKept(sample, result.get())));
      }
    }
    return tests;
  }

  /** What a language brings beyond the promises of all, such as C++ its headers after pragmas. */
  @TestFactory
  List<DynamicTest> everyFurtherSampleRuns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String language : languages()) {
      for (String sample : furtherSamples(language)) {
        Future<JsonNode> result = judging.submit(() -> judge(language, sample));
        tests.add(DynamicTest.dynamicTest(language + " " + sample, () -> assertRuns(result.get())));
      }
    }
    return tests;
  }

  @Test
  void everyLanguageHasTheSamplesItShould() throws IOException {
    for (String language : languages()) {
      try (Stream<Path> files = Files.list(IMAGES.resolve(language).resolve("samples"))) {
        assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\..*", "")))
            .as(language)
            .doesNotHaveDuplicates()
            .containsAll(samples(language));
      }
    }
  }

  /** Not a sample, because no binary file is kept: a program of 167 bytes that says hello. */
  @TestFactory
  Stream<DynamicTest> anElfFileRunsAsItIs() throws IOException {
    return languages().stream()
        .filter("executable"::equals)
        .map(language -> DynamicTest.dynamicTest(language + " ELF", this::assertElfRuns));
  }

  private void assertElfRuns() throws Exception {
    JsonNode result =
        judge(
            Map.of(
                "language",
                "executable",
                "files",
                List.of(
                    Map.of(
                        "name",
                        "hello.elf",
                        "contentBase64",
                        Base64.getEncoder().encodeToString(elf()))),
                "stdin",
                ""));
    assertThat(result.path("verdict").path("code").asString()).as("%s", result).isEqualTo("AC");
    assertThat(result.path("tests").path(0).path("stdout").path("text").asString())
        .isEqualTo("Hello, world!\n");
  }

  /** ELF header, one loadable segment (elf(5)), and the system calls write(2) and exit(2). */
  private static byte[] elf() {
    byte[] code = {
      (byte) 0xb8,
      1,
      0,
      0,
      0, // mov eax, 1
      (byte) 0xbf,
      1,
      0,
      0,
      0, // mov edi, 1
      0x48,
      (byte) 0x8d,
      0x35,
      16,
      0,
      0,
      0, // lea rsi, [rip+16]
      (byte) 0xba,
      14,
      0,
      0,
      0, // mov edx, 14
      0x0f,
      0x05, // syscall
      (byte) 0xb8,
      60,
      0,
      0,
      0, // mov eax, 60
      0x31,
      (byte) 0xff, // xor edi, edi
      0x0f,
      0x05 // syscall
    };
    byte[] text = "Hello, world!\n".getBytes(StandardCharsets.US_ASCII);
    int headers = 64 + 56;
    int size = headers + code.length + text.length;
    long address = 0x400000;
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
        .putShort((short) 2) // an executable
        .putShort((short) 62) // for x86-64
        .putInt(1)
        .putLong(address + headers) // entry point
        .putLong(64) // program headers
        .putLong(0) // no section headers
        .putInt(0)
        .putShort((short) 64)
        .putShort((short) 56)
        .putShort((short) 1)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(1) // loadable
        .putInt(5) // readable and executable
        .putLong(0)
        .putLong(address)
        .putLong(address)
        .putLong(size)
        .putLong(size)
        .putLong(4096)
        .put(code)
        .put(text)
        .array();
  }

  @Test
  void everyLanguageTellsItsVersion() throws IOException {
    List<String> chosen = languages();
    await("versions")
        .atMost(TIME_TO_LEARN_VERSIONS)
        .untilAsserted(() -> {
          JsonNode all = client.get("/api/v1/languages").body().path("languages");
          assertThat(StreamSupport.stream(all.spliterator(), false))
              .filteredOn(language -> chosen.contains(language.path("id").asString()))
              .hasSameSizeAs(chosen)
              .allSatisfy(language ->
                  assertThat(language.path("version").asString())
                      .as(language.path("id").asString())
                      .matches("[0-9]+(\\.[0-9]+)*.*"));
        });
  }

  private JsonNode judge(String language, String sample) throws IOException, InterruptedException {
    return judge(
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
  }

  /** A busy machine may need longer than the service lets one request wait. */
  private JsonNode judge(Map<String, Object> submission) throws IOException, InterruptedException {
    RestClient.Answer answer = client.post("/api/v1/submissions?wait=true", submission);
    assertThat(answer.status()).as("%s", answer.body()).isIn(200, 202);
    if (answer.status() == 200) {
      return answer.body();
    }
    String path = "/api/v1/submissions/" + answer.body().path("id").asString();
    return await(path)
        .atMost(TIME_TO_JUDGE)
        .until(() -> client.get(path).body(), body -> body.path("state").asString().equals("done"));
  }

  private static void assertKept(String sample, JsonNode result) {
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

  private static void assertRuns(JsonNode result) {
    assertThat(result.path("verdict").path("code").asString()).as("%s", result).isEqualTo("AC");
    assertThat(result.path("tests").path(0).path("stdout").path("text").asString()).isNotBlank();
  }

  /** Those that no group builds are not promised either. */
  private static List<String> proven(List<String> all) throws IOException {
    List<String> proven = new ArrayList<>();
    for (String id : all) {
      if (!Files.readAllLines(IMAGES.resolve(id).resolve("language.yaml"))
          .contains("group: untried")) {
        proven.add(id);
      }
    }
    return proven;
  }

  private static List<String> languages() throws IOException {
    List<String> chosen =
        Stream.of(System.getProperty("glovebox.test.languages", "").split(","))
            .filter(id -> !id.isEmpty())
            .toList();
    try (Stream<Path> folders = Files.list(IMAGES)) {
      List<String> all =
          folders
              .filter(folder -> Files.exists(folder.resolve("language.yaml")))
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
      assertThat(all).containsAll(chosen);
      return chosen.isEmpty() ? proven(all) : chosen;
    }
  }

  /** Those that the language must have, in the order of their names. */
  private static List<String> samples(String language) throws IOException {
    boolean looksAtSources =
        Files.readString(IMAGES.resolve(language).resolve("language.yaml"))
            .lines()
            .anyMatch(line -> line.equals("compile:") || line.equals("check:"));
    return PROMISES.keySet().stream()
        .filter(sample -> looksAtSources || !sample.equals("compile-error"))
        .filter(sample -> !EXEMPT.getOrDefault(language, Set.of()).contains(sample))
        .sorted()
        .toList();
  }

  /** The names of those that no other language must have. */
  private static List<String> furtherSamples(String language) throws IOException {
    try (Stream<Path> files = Files.list(IMAGES.resolve(language).resolve("samples"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
          .filter(sample -> !PROMISES.containsKey(sample))
          .sorted()
          .toList();
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
