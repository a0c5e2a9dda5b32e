package dev.glovebox.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a submission may leave on the host of the engine and must not: containers, processes, files.
 *
 * <p>Idle sandboxes of the pool are none: each of them holds one process, the supervisor.
 */
final class Leftovers {

  /** Users of programs are all above the range that a host gives to people and services. */
  private static final long FIRST_SANDBOX_USER = 65_537;

  private static final String MARK = "glovebox-pwned";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/"),
          Path.of("/tmp"),
          Path.of("/var/tmp"),
          Path.of("/etc"),
          Path.of("/etc/cron.d"),
          Path.of("/root"),
          Path.of("/dev/shm"),
          Path.of("/dev/mqueue"),
          Path.of("/run"));

  private Leftovers() {}

  /**
   * Everything that should not be there now.
   *
   * @param served the container that the attack ran in: it must be gone
   */
  static List<String> now(Optional<String> served) throws IOException, InterruptedException {
    var found = new ArrayList<String>();
    List<String> sandboxes = sandboxes();
    served
        .filter(sandboxes::contains)
        .ifPresent(
            container -> found.add("the container of the attack is still there: " + container));
    found.addAll(processes());
    found.addAll(files());
    return found;
  }

  private static List<String> sandboxes() throws IOException, InterruptedException {
    Process docker =
        new ProcessBuilder(
                "docker",
                "ps",
                "--all",
                "--no-trunc",
                "--quiet",
                "--filter",
                "label=dev.glovebox.role=sandbox")
            .redirectErrorStream(true)
            .start();
    String listed = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (docker.waitFor() != 0) {
      throw new IOException("docker ps failed: " + listed);
    }
    return listed.lines().toList();
  }

  /** Programs run as users of their own, and nothing else on the host does. */
  private static List<String> processes() throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path process : entries.filter(Leftovers::isProcess).toList()) {
        ownedBySandbox(process).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<String> ownedBySandbox(Path process) {
    try {
      long user = ((Number) Files.getAttribute(process, "unix:uid")).longValue();
      if (user < FIRST_SANDBOX_USER) {
        return Optional.empty();
      }
      String command =
          Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .replace('\0', ' ');
      return Optional.of(
          "process %s of user %d: %s".formatted(process.getFileName(), user, command));
    } catch (IOException ended) {
      // It has ended since it was listed, which is what is wanted of it.
      return Optional.empty();
    }
  }

  private static boolean isProcess(Path entry) {
    return String.valueOf(entry.getFileName()).chars().allMatch(Character::isDigit);
  }

  private static List<String> files() {
    return PLACES.stream().flatMap(Leftovers::marked).toList();
  }

  private static Stream<String> marked(Path folder) {
    if (!Files.isReadable(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> Set.of(MARK, ".w").contains(String.valueOf(file.getFileName())))
          .map(file -> "file " + file)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
