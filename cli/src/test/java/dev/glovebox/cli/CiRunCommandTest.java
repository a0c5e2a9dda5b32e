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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What {@code glovebox ci run} asks for, prints, and ends with. */
class CiRunCommandTest {

  @TempDir private Path folder = Path.of("");
  private final RunService service = new RunService();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void redirectStreams() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
    service.close();
  }

  private int run(String... arguments) {
    return Glovebox.run(
        Stream.concat(
                Stream.of(
                    "ci", "run", "--url", service.url(), "--key", "k", "--dir", folder.toString()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private int command() {
    return run("--no-source", "--image", "i", "--", "x");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void git(String... arguments) {
    assertThat(new Git(folder).ask(arguments)).as(String.join(" ", arguments)).isPresent();
  }

  private void commit(String message) {
    git("add", ".");
    git(
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=s@example.org",
        "commit",
        "--quiet",
        "--message",
        message);
  }

  @Test
  void sendsTheFileItsIncludesThePathsAndWhatGitKnows() throws IOException {
    git("init", "--quiet", "--initial-branch=topic");
    write("ci/main.yml", "include: b.yml\n");
    write("b.yml", "b: {script: x}\n");
    write("same", "same");
    commit("first");
    write("changed", "changed");
    commit("second\n\nwhy");
    write("new", "not committed");

    assertThat(run("--file", "ci/main.yml", "--var", "A=b=c", "--var", "PATH", "--project", "p/q"))
        .isZero();

    JsonNode sent = service.created;
    assertThat(sent.path("project").asString()).isEqualTo("p/q");
    assertThat(sent.path("ref").asString()).isEqualTo("topic");
    assertThat(sent.path("sha").asString()).matches("[0-9a-f]{40}");
    assertThat(sent.at("/source/upload").asString()).isEqualTo("up");
    assertThat(sent.at("/pipeline/file").asString()).isEqualTo("ci/main.yml");
    assertThat(sent.at("/pipeline/content").asString()).isEqualTo("include: b.yml\n");
    assertThat(sent.at("/pipeline/files").has("b.yml")).isTrue();
    assertThat(sent.at("/pipeline/paths").valueStream().map(JsonNode::asString))
        .contains("same", "new", "ci/main.yml");
    assertThat(sent.at("/context/message").asString()).isEqualTo("second\n\nwhy");
    assertThat(sent.at("/context/author").asString()).isEqualTo("Somebody <s@example.org>");
    assertThat(sent.at("/context/changedFiles").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("changed", "new");
    assertThat(sent.at("/variables/0/value").asString()).isEqualTo("b=c");
    assertThat(sent.at("/variables/1/value").asString()).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void theWordsOfACommandReachTheShellAsTheyAre() {
    assertThat(run("--no-source", "--image", "i", "--", "say", "it's", "$(x)", "", "a b")).isZero();

    assertThat(service.created.at("/jobs/0/steps/0/run/0").asString())
        .isEqualTo("say 'it'\\''s' '$(x)' '' 'a b'");
    assertThat(service.created.has("source")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "script, script_failure, 3, 3",
    "script, script_failure, 0, 1",
    "limit, job_timeout, 137, 124",
    "limit, memory_limit, 137, 137",
    "policy, config_error, , 78",
    "image, image_not_found, , 78",
    "image, image_too_large, , 78",
    "image, image_pull_transient, , 75",
    "infra, worker_lost, , 75",
    "service, service_not_ready, , 1",
  })
  void theStatusTellsWhoseFailureItWas(
      String failureClass, String reason, Integer exitCode, int status) {
    service.ended("failed", RunService.failed(failureClass, reason, exitCode, false));

    assertThat(command()).isEqualTo(status);
    assertThat(err.toString(UTF_8)).contains("Run 5 failed.").doesNotContain("\u001b");
  }

  @Test
  void aFailureThatIsAllowedDoesNotCount() {
    service.ended("success", RunService.failed("script", "script_failure", 3, true));

    assertThat(command()).isZero();
    assertThat(err.toString(UTF_8)).contains("failed (allowed)");
  }

  @Test
  void aBrokenConnectionIsResumedAtTheByteAndNothingIsLostOrRepeated() {
    service.log("first\nsec", "ond caf\u00e9 \ud83d\ude80\n", "last");
    service.breakAfter(1);

    assertThat(command()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("first\nsecond caf\u00e9 \ud83d\ude80\nlast\n");
    assertThat(service.resumedAt).containsExactly("0", "9", "24");
  }

  @Test
  void bytesThatAreNoTextComeAsTheyAre() {
    service.log(
        new byte[] {'a', (byte) 0xff, '\n'},
        new byte[] {(byte) 0xc3},
        new byte[] {(byte) 0xa9, '\n'});

    assertThat(command()).isZero();
    assertThat(out.toByteArray())
        .isEqualTo(new byte[] {'a', (byte) 0xff, '\n', (byte) 0xc3, (byte) 0xa9, '\n'});
  }

  @Test
  void whatDoesNotGoTogetherIsWrongUsage() throws IOException {
    write(".gitlab-ci.yml", "a: {script: x}\n");

    assertThat(run("--", "command")).isEqualTo(2);
    assertThat(run("--image", "i")).isEqualTo(2);
    assertThat(run("--timeout", "3s")).isEqualTo(2);
    assertThat(run("--tag", "a", "--branch", "b")).isEqualTo(2);
    assertThat(run("--file", "nothing.yml")).isEqualTo(2);
    assertThat(run("--var", "NO_SUCH_VARIABLE_HERE")).isEqualTo(2);
    assertThat(service.created.isMissingNode()).isTrue();
  }
}
