package dev.glovebox.sandbox.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The smallest image there can be: the supervisor and one static program. Built once for all tests,
 * with gcc and {@code docker import}.
 */
final class TestImage {

  static final String NAME = "glovebox-sandbox-test:latest";

  private static final Path SUPERVISOR = Path.of("../supervisor");
  private static final String ID = build();

  private TestImage() {}

  /** Its id, as the pool wants it. */
  static String id() {
    return ID;
  }

  private static String build() {
    try {
      Path root = Files.createDirectories(Path.of("target/test-image"));
      Path glovebox = Files.createDirectories(root.resolve("glovebox"));
      for (String folder : List.of("box", "tmp", "proc", "sys", "dev", "etc")) {
        Files.createDirectories(root.resolve(folder));
      }
      Files.copy(supervisor(), glovebox.resolve("init"), StandardCopyOption.REPLACE_EXISTING);
      Path source = Path.of("target/probe.c");
      try (InputStream code = TestImage.class.getResourceAsStream("/programs/probe.c")) {
        Files.copy(Objects.requireNonNull(code), source, StandardCopyOption.REPLACE_EXISTING);
      }
      command("gcc", "-O1", "-static", "-o", root.resolve("probe").toString(), source.toString());
      Path tar = Path.of("target/test-image.tar");
      command("tar", "--owner=0", "--group=0", "-C", root.toString(), "-cf", tar.toString(), ".");
      return command("docker", "import", tar.toString(), NAME).strip();
    } catch (IOException e) {
      throw new IllegalStateException("the test image can't be built", e);
    }
  }

  private static Path supervisor() throws IOException {
    String given = System.getProperty("glovebox.supervisor");
    if (given != null) {
      return Path.of(given);
    }
    command("make", "-C", SUPERVISOR.toString(), "build/glovebox-init");
    return SUPERVISOR.resolve("build/glovebox-init");
  }

  /** Runs a command and gives its standard output; its failure is an exception with all it said. */
  static String command(String... words) throws IOException {
    Path errors = Files.createTempFile("glovebox-test", ".err");
    Process process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", words) + ": " + output + Files.readString(errors));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }
}
