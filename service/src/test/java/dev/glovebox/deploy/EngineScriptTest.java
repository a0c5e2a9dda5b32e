package dev.glovebox.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code build/engine} after a crash of the engine, with a stand-in for it. */
class EngineScriptTest {

  /**
   * Says in its pid file that it runs, answers unless it is told not to, and lives until killed.
   */
  private static final String DOCKERD =
      """
      #!/bin/bash
      run=$GLOVEBOX_ENGINE_RUN
      echo $$ >>"$run/starts"
      ls "$run/docker/containerd" >"$run/found" 2>/dev/null
      [[ ! -e $run/fails ]] || { rm "$run/fails"; exit 1; }
      echo $$ >"$run/docker.pid"
      [[ -e $run/silent ]] || touch "$run/answers"
      read -r _ <>"$run/never"
      """;

  private static final String CONTAINERD =
      """
      #!/bin/bash
      read -r _ <>"$GLOVEBOX_ENGINE_RUN/never"
      """;

  private static final String DOCKER =
      """
      #!/bin/bash
      echo "$*" >>"$GLOVEBOX_ENGINE_RUN/asked"
      [[ -e $GLOVEBOX_ENGINE_RUN/answers ]]
      """;

  private static final String ID = "#!/bin/bash\necho 0\n";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private Path commands;
  private Path run;

  @BeforeEach
  void standIns() throws Exception {
    commands = Files.createDirectory(folder.resolve("bin"));
    run = Files.createDirectory(folder.resolve("run"));
    command("dockerd", DOCKERD);
    command("containerd", CONTAINERD);
    command("docker", DOCKER);
    command("id", ID);
    assertThat(new ProcessBuilder("mkfifo", run.resolve("never").toString()).start().waitFor())
        .isZero();
  }

  private void command(String name, String text) throws IOException {
    Path file = Files.writeString(commands.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void endAll() throws Exception {
    for (String pid : lines("starts")) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void oneIsStartedWhereThereIsNone() throws Exception {
    assertThat(engine().waitFor()).isZero();
    assertThat(lines("starts")).hasSize(1);
    assertThat(engine().waitFor()).as("one that answers is left alone").isZero();
    assertThat(lines("starts")).hasSize(1);
  }

  /** Its parent does not look after it, as the first process of a container often does not. */
  @Test
  void oneThatWasKilledAndIsStillAZombieIsNotWaitedFor() throws Exception {
    Process careless = start("bash", "-c", "dockerd & exec sleep 600");
    Wait.patiently().until(() -> Files.exists(run.resolve("answers")));
    ProcessHandle.of(Long.parseLong(lines("docker.pid").getFirst()))
        .ifPresent(ProcessHandle::destroyForcibly);
    Wait.patiently().until(() -> isZombie(lines("docker.pid")));
    Files.delete(run.resolve("answers"));

    assertThat(engine().waitFor()).isZero();

    assertThat(careless.isAlive()).isTrue();
    assertThat(lines("starts")).hasSize(2);
    assertThat(lines("docker.pid")).containsExactly(lines("starts").get(1));
  }

  @Test
  void oneThatEndsWhileItIsWaitedForIsReplaced() throws Exception {
    Files.createFile(run.resolve("silent"));
    Process dying = start(standIn("dockerd"));
    Wait.patiently().until(() -> !lines("docker.pid").isEmpty());
    Process script = engine();
    Wait.patiently().until(() -> lines("asked").size() > 4);
    Files.delete(run.resolve("silent"));
    dying.destroyForcibly();

    assertThat(script.waitFor()).isZero();

    assertThat(lines("starts")).hasSize(2);
  }

  /** The next engine would take it for a living one. */
  @Test
  void itsContainerdIsWaitedForUntilItHasEnded() throws Exception {
    Path state = Files.createDirectories(run.resolve("docker/containerd"));
    Process dying = start(standIn("containerd"));
    Files.writeString(state.resolve("containerd.pid"), dying.pid() + "\n");
    Files.createFile(state.resolve("containerd.sock"));
    Process script = engine();
    Wait.patiently().until(() -> !lines("asked").isEmpty());
    dying.destroyForcibly();

    assertThat(script.waitFor()).isZero();

    assertThat(lines("starts")).hasSize(1);
    assertThat(lines("found")).isEmpty();
  }

  @Test
  void oneThatFailsAtOnceOverWhatIsLeftIsStartedOnceMore() throws Exception {
    Files.createFile(run.resolve("fails"));
    assertThat(engine().waitFor()).isZero();
    assertThat(lines("starts")).hasSize(2);
  }

  private static boolean isZombie(List<String> pid) throws IOException {
    Path status = Path.of("/proc", pid.isEmpty() ? "none" : pid.getFirst(), "status");
    return Files.exists(status) && Files.readString(status).contains("State:\tZ");
  }

  /** By its whole path: a name alone would be looked up where this process finds the real one. */
  private String standIn(String name) {
    return commands.resolve(name).toString();
  }

  private Process engine() throws IOException {
    return start(RepositoryRoot.resolve("build/engine").toString());
  }

  private Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("PATH", commands + ":" + System.getenv("PATH"));
    builder.environment().put("GLOVEBOX_ENGINE_RUN", run.toString());
    builder.environment().put("GLOVEBOX_HOME", folder.resolve("home").toString());
    builder.environment().remove("DOCKER_HOST");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private List<String> lines(String file) throws IOException {
    Path path = run.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }
}
