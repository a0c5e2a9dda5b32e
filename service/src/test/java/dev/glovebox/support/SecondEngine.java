package dev.glovebox.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Docker engine of the test's own, beside the one that everybody uses, so that it may be killed.
 * It has a network namespace to itself, lest it tidy up the other one's bridge. Needs root.
 */
public final class SecondEngine implements AutoCloseable {

  private static final Duration TIME_TO_START = Duration.ofMinutes(1);

  private final Path home;
  private Process daemon;

  private SecondEngine(Path home) throws IOException {
    this.home = home;
    this.daemon = launch();
  }

  /** Starts it with these images of the first one. */
  public static SecondEngine with(String... images) throws Exception {
    // Not below the build's folder: the path of a socket must be short.
    SecondEngine engine = new SecondEngine(Files.createTempDirectory("engine"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> engine.daemon.destroy()));
    engine.awaitAnswer();
    Path archive = engine.home.resolve("images.tar");
    run(
        command(
            List.of("docker", "image", "save", "--output", archive.toString()),
            Arrays.asList(images)));
    engine.docker("image", "load", "--quiet", "--input", archive.toString());
    Files.delete(archive);
    return engine;
  }

  /** Where it answers, as the service's setting wants it. */
  public String address() {
    return "unix://" + home.resolve("sock");
  }

  /** Ends it and all its containers, like a power cut: none of them can tidy up. */
  public void kill() throws Exception {
    assertThat(daemon.destroyForcibly().waitFor()).as("ended by a signal").isNotZero();
    new ProcessBuilder("pkill", "--signal", "KILL", "--full", home.resolve("exec").toString())
        .start()
        .waitFor();
  }

  /** Starts it again on what the one before left, less what would be gone after a power cut. */
  public void restart() throws Exception {
    Files.deleteIfExists(home.resolve("pid"));
    remove(home.resolve("exec"));
    daemon = launch();
    awaitAnswer();
  }

  /** Full ids of all containers with this label. */
  public List<String> containers(String label) throws Exception {
    return docker("ps", "--all", "--quiet", "--no-trunc", "--filter", "label=" + label)
        .lines()
        .toList();
  }

  @Override
  public void close() throws Exception {
    daemon.destroy();
    await("the second engine ends").atMost(TIME_TO_START).until(() -> !daemon.isAlive());
    remove(home);
  }

  /** What is mounted there, the engine's folder on itself included, goes first. */
  private static void remove(Path folder) throws Exception {
    for (String mounted :
        run(List.of("findmnt", "--list", "--noheadings", "--output", "TARGET"))
            .lines()
            .toList()
            .reversed()) {
      if (Path.of(mounted).startsWith(folder)) {
        run(List.of("umount", "--lazy", mounted));
      }
    }
    run(List.of("rm", "--recursive", "--force", "--one-file-system", folder.toString()));
  }

  private Process launch() throws IOException {
    Path settings = home.resolve("daemon.json");
    Files.writeString(settings, "{}");
    return new ProcessBuilder(
            "unshare",
            "--net",
            "dockerd",
            "--config-file=" + settings,
            "--data-root=" + home.resolve("data"),
            "--exec-root=" + home.resolve("exec"),
            "--pidfile=" + home.resolve("pid"),
            "--host=" + address(),
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
        .start();
  }

  private void awaitAnswer() {
    await("the second engine answers")
        .atMost(TIME_TO_START)
        .ignoreExceptions()
        .until(() -> !docker("version", "--format", "{{.Server.Version}}").isBlank());
  }

  private String docker(String... arguments) throws Exception {
    return run(command(List.of("docker", "--host", address()), Arrays.asList(arguments)));
  }

  private static List<String> command(List<String> beginning, List<String> rest) {
    List<String> all = new ArrayList<>(beginning);
    all.addAll(rest);
    return all;
  }

  private static String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with status " + status);
    }
    return output;
  }
}
