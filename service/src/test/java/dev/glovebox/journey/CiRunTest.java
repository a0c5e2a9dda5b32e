package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code glovebox ci run} as people use it: the real program, service and engine. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CiRunTest {

  private static final String IMAGE = "glovebox/python:latest";

  @TempDir private Path folder = Path.of("");
  private GloveboxProcess service;

  @BeforeAll
  void open() {
    service = SharedGlovebox.get();
  }

  private Path project(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private CommandLine run(Path project, String... arguments) throws IOException {
    String[] all = new String[arguments.length + 2];
    all[0] = "ci";
    all[1] = "run";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new CommandLine(service, project, all);
  }

  @Test
  void aProjectsPipelineRunsOnItsFilesAndLeavesArtifacts() throws Exception {
    Path project = project("app");
    Files.writeString(
        project.resolve(".gitlab-ci.yml"),
        """
        include: ci/jobs.yml
        build:
          stage: build
          image: %s
          script:
            - printf 'no newline, caf\\303'; sleep 0.3; printf '\\251\\n'
            - ls -A; test -x tool; test -L link
            - mkdir out; cp data out/
            - printf '\\033]0;title\\007\\033[31mred\\033[0m\\n'
          artifacts: {paths: [out]}
        never:
          script: [exit 1]
          rules: [{exists: [ignored]}]
        """
            .formatted(IMAGE));
    Files.createDirectory(project.resolve("ci"));
    Files.writeString(
        project.resolve("ci/jobs.yml"),
        """
        check:
          stage: test
          image: %s
          script:
            - cat out/data; ln -s data out/again
            - echo "to stderr" >&2
            - echo "$GREETING from $CI_COMMIT_REF_NAME of $CI_PROJECT_PATH"
            - exit 9
          artifacts: {paths: [out], when: always}
        """
            .formatted(IMAGE));
    Files.writeString(project.resolve("data"), "contents of data\n");
    Files.writeString(project.resolve("ignored"), "");
    Files.writeString(project.resolve(".gitignore"), "ignored\n");
    Files.createSymbolicLink(project.resolve("link"), Path.of("data"));
    Files.writeString(project.resolve("tool"), "#!/bin/sh\n");
    assertThat(project.resolve("tool").toFile().setExecutable(true)).isTrue();

    try (CommandLine command =
        run(project, "--var", "GREETING=hi there", "--artifacts", "../left", "--branch", "topic")) {
      int status = command.status();
      assertThat(status).as(command.out() + command.err()).isEqualTo(9);
      assertThat(command.out().lines())
          .contains(
              "[build] no newline, café",
              "[build] data",
              "[build] link",
              "[check] contents of data",
              "[check] hi there from topic of app")
          .noneMatch(line -> line.contains("ignored") || line.contains("section_"));
      assertThat(command.out()).contains("\u001b]0;title"); // a file gets the bytes
      assertThat(command.err().lines())
          .contains("[check] to stderr")
          .anyMatch(line -> line.startsWith("check: failed, script failure:"))
          .anyMatch(line -> line.matches("Run \\d+ failed\\."));
      assertThat(folder.resolve("left/build/out/data")).hasContent("contents of data\n");
      assertThat(Files.isSymbolicLink(folder.resolve("left/check/out/again"))).isTrue();
    }
  }

  @Test
  void aCommandIsDataAndItsStatusIsTheCommands() throws Exception {
    Path project = project("one");
    Files.writeString(project.resolve("file"), "here\n");
    try (CommandLine command =
        run(
            project,
            "--image",
            IMAGE,
            "--memory",
            "128MiB",
            "--keep",
            "made",
            "--artifacts",
            "../made",
            "--",
            "python3",
            "-c",
            "import sys; print(sys.argv[1:], open('file').read()); open('made', 'w'); sys.exit(7)",
            "$(id) `id` 'x' \"y\" ; exit 1",
            "a\nb",
            "*")) {
      assertThat(command.status()).isEqualTo(7);
      assertThat(command.out())
          .contains("['$(id) `id` \\'x\\' \"y\" ; exit 1', 'a\\nb', '*'] here");
      assertThat(folder.resolve("made/made")).exists();
    }
  }

  @Test
  void timePolicyAndWrongFilesHaveStatusesOfTheirOwn() throws Exception {
    Path project = project("odd");
    try (CommandLine slow =
            run(project, "--image", IMAGE, "--timeout", "2s", "--", "sleep", "600");
        CommandLine unknown = run(project, "--image", "registry.invalid/none:1", "--", "true")) {
      assertThat(slow.status()).isEqualTo(124);
      assertThat(unknown.status()).isEqualTo(78);
    }
    Files.writeString(project.resolve(".gitlab-ci.yml"), "job: {scripts: [x]}\n");
    try (CommandLine wrong = run(project)) {
      assertThat(wrong.status()).isEqualTo(2);
      assertThat(wrong.err()).contains(".gitlab-ci.yml:1:");
    }
  }

  @Test
  void ctrlCCancelsAndTheScriptMayTidyUp() throws Exception {
    String script = "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.2; done";
    try (CommandLine command =
        run(project("stop"), "--json", "--image", IMAGE, "--", "bash", "-c", script)) {
      command.awaitErr("\nready");
      command.interrupt();
      assertThat(command.status()).isEqualTo(130);
      assertThat(command.err()).contains("bye\n");
      JsonNode run = new JsonMapper().readTree(command.out());
      assertThat(run.path("state").asString()).isEqualTo("canceled");
    }
  }

  @Test
  void aSecondCtrlCEndsWhatIgnoresTheFirst() throws Exception {
    Path project = project("stubborn");
    Files.writeString(
        project.resolve(".gitlab-ci.yml"),
        """
        job:
          image: %s
          script:
            - trap 'echo heard' TERM
            - echo ready; while :; do sleep 0.2 || true; done
          after_script: [echo unreachable]
        """
            .formatted(IMAGE));
    try (CommandLine command = run(project);
        RestClient client = RestClient.of(service)) {
      command.awaitOut("[job] ready\n");
      command.interrupt();
      command.awaitErr("Canceling;");
      command.interrupt();
      assertThat(command.status()).isEqualTo(130);
      assertThat(command.err()).contains("Canceling by force.");
      assertThat(command.out()).doesNotContain("[job] unreachable");
      JsonNode newest = client.get("/api/v1/runs?project=stubborn").body().at("/runs/0");
      assertThat(newest.path("state").asString()).isEqualTo("canceled");
    }
  }
}
