package dev.glovebox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code glovebox ci lint} sends, prints, and ends with. */
class LintCommandTest {

  private static final String VALID =
      """
      {"valid": true, "created": true, "stages": ["test"], "decisions": [], "errors": [],
       "warnings": [{"code": "not_deployed", "path": "/a", "file": ".gitlab-ci.yml", "line": 2, "column": 3, "message": "only recorded"}],
       "jobs": [{"name": "unit\\u001b[31m", "stage": "test", "when": "manual"}]}
      """;
  private static final String INVALID =
      """
      {"valid": false, "created": false, "stages": [], "decisions": [], "warnings": [], "jobs": [],
       "errors": [{"code": "unknown_key", "path": "/a/x", "file": "ci/a.yml", "line": 7, "column": 5, "message": "a does not know x"}]}
      """;
  private static final String NOTHING =
      """
      {"valid": true, "created": false, "reason": "no_jobs", "stages": [], "decisions": [], "errors": [], "warnings": [], "jobs": []}
      """;

  @TempDir private Path folder = Path.of("");
  private final ScriptedService service = new ScriptedService();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void makeProject() throws IOException {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    write(".gitlab-ci.yml", "include: ci/a.yml\n");
    write("ci/a.yml", "a: {script: x}\n");
    write("src/Main.java", "class Main {}\n");
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
    service.close();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int lint(String... arguments) {
    return Glovebox.run(
        Stream.concat(
                Stream.of("ci", "lint", "--url", service.url(), "--key", "k"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private String file() {
    return folder.resolve(".gitlab-ci.yml").toString();
  }

  @Test
  void sendsTheFileWhatItMayIncludeAndThePathsOfTheProject() {
    service.then(200, VALID);

    int status = lint(file(), "--tag", "v1", "--cause", "web", "--variable", "A=b=c");

    assertThat(status).isZero();
    assertThat(service.asked.getFirst().path()).isEqualTo("/api/v1/lint");
    JsonNode sent = service.asked.getFirst().json();
    assertThat(sent.at("/pipeline/content").asString()).isEqualTo("include: ci/a.yml\n");
    assertThat(sent.at("/pipeline/files/ci~1a.yml").asString()).isEqualTo("a: {script: x}\n");
    assertThat(sent.at("/pipeline/files").has("src/Main.java")).isFalse();
    assertThat(sent.at("/pipeline/paths").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder(".gitlab-ci.yml", "ci/a.yml", "src/Main.java");
    assertThat(sent.path("ref").asString()).isEqualTo("v1");
    assertThat(sent.at("/context/refKind").asString()).isEqualTo("tag");
    assertThat(sent.at("/context/cause").asString()).isEqualTo("web");
    assertThat(sent.at("/variables/0/value").asString()).isEqualTo("b=c");
  }

  @Test
  void aValidFileShowsItsJobsAndNoEscapeSequences() {
    service.then(200, VALID);

    assertThat(lint(file())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("test: unit^[[31m (manual)\n");
    assertThat(err.toString(UTF_8))
        .isEqualTo(".gitlab-ci.yml:2:3: warning: only recorded [not_deployed]\n");
  }

  @Test
  void errorsAreLinesThatEditorsRead() {
    service.then(200, INVALID);

    assertThat(lint(file())).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo("ci/a.yml:7:5: error: a does not know x [unknown_key]\n");
  }

  @Test
  void aFileOfWhichNothingRunsIsValid() {
    service.then(200, NOTHING);

    assertThat(lint(file())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("Valid; no job is to run.\n");
  }

  @Test
  void aFileThatIsNotThereAndABranchWithATagAreWrongUsage() {
    assertThat(lint(folder.resolve("nothing.yml").toString())).isEqualTo(2);
    assertThat(lint(file(), "--tag", "a", "--branch", "b")).isEqualTo(2);
    assertThat(service.asked).isEmpty();
  }
}
