package dev.glovebox.support;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * The service as its operator runs it: a process of its own with a real database and the real
 * engine, which a test may kill.
 */
public final class GloveboxProcess implements AutoCloseable {

  private static final Duration TIME_TO_START = Duration.ofMinutes(4);
  private static final Duration TIME_TO_END = Duration.ofSeconds(50);
  private static final int USUAL_HEAP_MEGABYTES = 768;
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  private final Path home;
  private final String worker;
  private final int port;
  private final Process process;

  private GloveboxProcess(Path home, String worker, int port, Process process) {
    this.home = home;
    this.worker = worker;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts the service and waits until it is ready.
   *
   * @param home its data directory, the same for every life of one installation
   * @param worker its name, the same for every life of one installation
   * @param database where its data is; empty = it keeps a database of its own under {@code home}
   * @param settings further settings, {@code --name=value}; they replace those of the tests
   */
  public static GloveboxProcess start(
      Path home, String worker, List<String> database, String... settings) throws IOException {
    return startWithHeap(USUAL_HEAP_MEGABYTES, home, worker, database, settings);
  }

  /**
   * The same with another heap.
   *
   * @param heapMegabytes its largest size
   */
  public static GloveboxProcess startWithHeap(
      int heapMegabytes, Path home, String worker, List<String> database, String... settings)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx%dm".formatted(heapMegabytes),
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath(), "dev.glovebox.GloveboxApplication"));
    usual(home, worker, port).stream()
        .filter(setting -> Arrays.stream(settings).noneMatch(given -> sameName(setting, given)))
        .forEach(command::add);
    command.addAll(database);
    command.addAll(Arrays.asList(settings));
    Files.createDirectories(home);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()))
            .start();
    GloveboxProcess service = new GloveboxProcess(home, worker, port, process);
    Runtime.getRuntime().addShutdownHook(new Thread(service::endWithTests));
    service.awaitReady();
    return service;
  }

  private static List<String> usual(Path home, String worker, int port) {
    return List.of(
        "--glovebox.home=" + home,
        "--glovebox.worker.name=" + worker,
        "--server.port=" + port,
        "--glovebox.languages.directory=" + REPOSITORY.resolve("images"),
        "--glovebox.drill.directory=" + REPOSITORY.resolve("attacks"),
        "--glovebox.sandbox.seccomp-profile=" + REPOSITORY.resolve("seccomp-profiles/program.json"),
        "--glovebox.sandbox.job-seccomp-profile=" + REPOSITORY.resolve("seccomp-profiles/ci.json"));
  }

  private static boolean sameName(String setting, String other) {
    return other.startsWith(setting.substring(0, setting.indexOf('=') + 1));
  }

  /** The settings that name this database. */
  public static List<String> database(TestDatabase database) {
    return List.of(
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password());
  }

  /** Where it answers. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The name under which its containers are labelled. */
  public String worker() {
    return worker;
  }

  /** The key it made at its first start. */
  public String apiKey() {
    return credential("apiKey");
  }

  /** The password of the administrator it made at its first start, who is called admin. */
  public String adminPassword() {
    return credential("adminPassword");
  }

  private String credential(String name) {
    Properties credentials = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("credentials"))) {
      credentials.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return credentials.getProperty(name);
  }

  /** Ends it like a power cut: no handler runs. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as an operator does, with time to finish. */
  @Override
  public void close() {
    process.destroy();
    await("the service ends").atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
  }

  /** Leaves it the time to remove its containers, within what is granted to the end of a JVM. */
  private void endWithTests() {
    process.destroy();
    try {
      if (!process.waitFor(TIME_TO_END)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(uri().resolve("/actuator/health/readiness"))
              .timeout(Duration.ofSeconds(10))
              .build();
      await("the service is ready")
          .atMost(TIME_TO_START)
          .pollInterval(Duration.ofMillis(200))
          .failFast(this::assertAlive)
          .ignoreExceptions()
          .until(() -> client.send(ready, BodyHandlers.discarding()).statusCode() == 200);
      await("the first start is over")
          .atMost(TIME_TO_START)
          .until(() -> Files.exists(home.resolve("credentials")));
    }
  }

  private void assertAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("the service ended:\n" + log());
    }
  }

  private String log() {
    try {
      List<String> lines = Files.readAllLines(home.resolve("service.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "its log can't be read: " + e.getMessage();
    }
  }

  /** What the tests themselves run with, less the tests: their fakes must not be found. */
  private static String classPath() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (!path.getFileName().toString().startsWith("surefirebooter")) {
        entries.add(entry);
        continue;
      }
      try (JarFile jar = new JarFile(path.toFile())) {
        String inside = jar.getManifest().getMainAttributes().getValue("Class-Path");
        for (String url : inside.split(" ", -1)) {
          entries.add(Path.of(path.toUri().resolve(url)).toString());
        }
      }
    }
    return entries.stream()
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
