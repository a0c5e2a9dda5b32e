package dev.glovebox.journey;

import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line as its user starts it: a process of its own. */
final class CommandLine implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  /**
   * @param folder where it is started
   */
  CommandLine(GloveboxProcess service, Path folder, String... arguments) throws IOException {
    this(service, folder, Map.of(), arguments);
  }

  /**
   * @param environment besides the address and the key of the service
   */
  CommandLine(
      GloveboxProcess service, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    // Who runs tests in the background of a shell hands on that SIGINT is ignored.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.glovebox.cli.Glovebox");
    command.addAll(List.of(arguments));
    out = Files.createTempFile("command-line", ".out");
    err = Files.createTempFile("command-line", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("GLOVEBOX_URL", service.uri().toString());
    builder.environment().put("GLOVEBOX_API_KEY", service.apiKey());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** Waits until standard output has the text. */
  void awaitOut(String text) {
    await(text).atMost(PATIENCE).until(() -> out().contains(text));
  }

  void awaitErr(String text) {
    await(text).atMost(PATIENCE).until(() -> err().contains(text));
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  /** SIGTERM. */
  void terminate() throws IOException, InterruptedException {
    signal("TERM");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Its exit status, when it is at its end. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE)) {
      throw new AssertionError("the command does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
