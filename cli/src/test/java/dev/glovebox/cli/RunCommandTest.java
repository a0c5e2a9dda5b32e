package dev.glovebox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What {@code glovebox run} asks for, prints, and ends with. */
class RunCommandTest {

  private static final String HELLO =
      """
      {"id": "7", "state": "done", "verdict": {"code": "AC", "name": "accepted", "message": "accepted"},
       "tests": [{"number": 1, "cpuTimeMicros": 12345, "wallTimeMicros": 20000, "memoryBytes": 9437184,
                  "exitCode": 0, "stdout": {"text": "hello\\n", "bytes": 6}, "stderr": {"text": "", "bytes": 0}}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final ScriptedService service = new ScriptedService();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final InputStream realIn = System.in;
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void catchStreams() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    System.setIn(new ByteArrayInputStream("2 3\n".getBytes(UTF_8)));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
    System.setIn(realIn);
    service.close();
  }

  @Test
  void submitsTheFileAndPrintsOutputAndVerdict() throws IOException {
    service.then(200, HELLO);

    int status = run("hello.py", "print('hello')", "one", "two");

    assertThat(status).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("hello\n");
    assertThat(err.toString(UTF_8))
        .contains("AC: accepted")
        .contains("12.3 ms")
        .contains("9.0 MiB");
    ScriptedService.Asked asked = service.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/api/v1/submissions?wait=true");
    assertThat(asked.authorization()).isEqualTo("Bearer secret");
    JsonNode body = asked.json();
    assertThat(body.path("language").asString()).isEqualTo("py");
    assertThat(body.at("/files/0/name").asString()).isEqualTo("hello.py");
    assertThat(body.at("/files/0/content").asString()).isEqualTo("print('hello')");
    assertThat(body.path("stdin").asString()).isEqualTo("2 3\n");
    assertThat(body.path("arguments").valueStream().map(JsonNode::asString))
        .containsExactly("one", "two");
    assertThat(body.has("limits")).isFalse();
  }

  @Test
  void sendsLimitsOptionsLanguageAndTier() throws IOException {
    service.then(200, HELLO);
    Path file = Files.writeString(folder.resolve("a.txt"), "int main() {}");

    Glovebox.run(
        "run",
        "--url",
        service.url(),
        "--key",
        "secret",
        "--language",
        "cpp",
        "--option=-O3",
        "--time",
        "300ms",
        "--memory",
        "64MiB",
        "--isolation",
        "gvisor",
        file.toString());

    JsonNode body = service.asked.getFirst().json();
    assertThat(body.path("language").asString()).isEqualTo("cpp");
    assertThat(body.at("/compileOptions/0").asString()).isEqualTo("-O3");
    assertThat(body.at("/limits/cpuTime").asDouble()).isEqualTo(0.3);
    assertThat(body.at("/limits/memory").asLong()).isEqualTo(64L << 20);
    assertThat(body.path("isolation").asString()).isEqualTo("gvisor");
  }

  @Test
  void asksAgainWhileTheSubmissionIsNotDone() throws IOException {
    service
        .then(202, "{\"id\": \"7\", \"state\": \"queued\"}")
        .then(200, "{\"id\": \"7\", \"state\": \"running\"}")
        .then(200, HELLO);

    assertThat(run("hello.py", "")).isZero();

    assertThat(service.asked)
        .extracting(ScriptedService.Asked::path)
        .endsWith("/api/v1/submissions/7", "/api/v1/submissions/7");
  }

  @ParameterizedTest
  @CsvSource({
    "AC, 0", "WA, 1", "PE, 1", "NO, 1", "CE, 3", "RTE, 4", "TLE, 5", "WTLE, 5", "MLE, 6", "OLE, 7",
    "SV, 8", "CAN, 9", "JE, 70", "NEW, 70"
  })
  void theExitStatusFollowsTheVerdict(String verdict, int status) throws IOException {
    service.then(200, HELLO.replace("\"AC\"", '"' + verdict + '"'));

    assertThat(run("hello.py", "")).isEqualTo(status);
  }

  @Test
  void compilerMessagesGoToStandardError() throws IOException {
    service.then(
        200,
        """
        {"id": "7", "state": "done", "verdict": {"code": "CE", "message": "compile error"},
         "compile": {"succeeded": false, "output": {"text": "a.cpp:1: error"}}}
        """);

    assertThat(run("a.cpp", "x")).isEqualTo(3);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).startsWith("a.cpp:1: error\n").contains("CE: compile error");
  }

  @Test
  void outputThatIsNoTextComesAsItWas() throws IOException {
    service.then(200, HELLO.replace("\"text\": \"hello\\n\"", "\"base64\": \"/wA=\""));

    run("hello.py", "");

    assertThat(out.toByteArray()).containsExactly(0xff, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "401, 77, not know this API key",
    "403, 77, may not do that",
    "429, 75, try again in 3 s",
    "503, 75, try again in 3 s",
    "400, 2, language names no language",
    "500, 70, HTTP status 500"
  })
  void refusalsAreSentencesForPeople(int http, int status, String sentence) throws IOException {
    service.then(
        http,
        "{\"detail\": \"Refused.\", \"errors\": [{\"message\": \"language names no language\"}]}",
        Map.of("Retry-After", "3"));

    assertThat(run("hello.py", "")).isEqualTo(status);
    assertThat(err.toString(UTF_8)).contains(sentence).doesNotContain("Exception");
  }

  @Test
  void saysHowToStartTheServiceWhenNoneAnswers() throws IOException {
    String url = service.url();
    service.close();
    Path file = Files.writeString(folder.resolve("hello.py"), "");

    int status = Glovebox.run("run", "--url", url, "--key", "secret", file.toString());

    assertThat(status).isEqualTo(69);
    assertThat(err.toString(UTF_8)).contains("./glovebox up");
  }

  @Test
  void aMissingFileAndAnUnknownExtensionAreSaid() throws IOException {
    assertThat(Glovebox.run("run", "--key", "k", folder.resolve("none.py").toString()))
        .isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("There is no file");
    Path file = Files.writeString(folder.resolve("Makefile"), "");
    assertThat(Glovebox.run("run", "--key", "k", file.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--language");
  }

  @Test
  void printsTheWholeAnswerAsJson() throws IOException {
    service.then(200, HELLO);
    Path file = Files.writeString(folder.resolve("hello.py"), "");

    Glovebox.run("run", "--json", "--url", service.url(), "--key", "secret", file.toString());

    assertThat(new tools.jackson.databind.json.JsonMapper().readTree(out.toByteArray()))
        .isEqualTo(new tools.jackson.databind.json.JsonMapper().readTree(HELLO));
  }

  @Test
  void theKeyComesFromWhatTheFirstStartWrote() throws IOException {
    Files.writeString(
        folder.resolve("credentials"), "# generated\nadminPassword=a\napiKey=gbx_x_y\n");
    service.then(200, "{}");

    try (Api api =
        new Connection()
            .open(Map.of("GLOVEBOX_HOME", folder.toString(), "GLOVEBOX_URL", service.url()))) {
      api.get("/api/v1/limits", java.time.Duration.ofSeconds(5));
    }

    assertThat(service.asked)
        .extracting(ScriptedService.Asked::authorization)
        .isEqualTo(List.of("Bearer gbx_x_y"));
  }

  private int run(String name, String content, String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    String[] line = {"run", "--url", service.url(), "--key", "secret", file.toString()};
    String[] all = java.util.Arrays.copyOf(line, line.length + arguments.length);
    System.arraycopy(arguments, 0, all, line.length, arguments.length);
    return Glovebox.run(all);
  }
}
