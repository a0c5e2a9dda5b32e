package dev.glovebox.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This machine's git, asked about a folder. It changes nothing there, and starts no watcher that a
 * repository names.
 */
record Git(Path folder) {

  /** What git prints; nothing where it is not there or fails. */
  Optional<String> ask(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C"));
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.UNAVAILABLE, "Interrupted.", e);
    }
  }

  /** The first line of what git prints. */
  Optional<String> line(String... arguments) {
    return ask(arguments).flatMap(text -> text.lines().findFirst()).filter(line -> !line.isEmpty());
  }

  /** Paths that git prints with {@code -z}. */
  Optional<List<String>> paths(String... arguments) {
    return ask(arguments)
        .map(text ->
            Stream.of(text.split("\0")).filter(path -> !path.isEmpty()).distinct().toList());
  }

  /**
   * The files of the folder less what {@code .gitignore} names, whether it is a repository or not;
   * nothing where there is no git. A path of another repository inside is that of its folder.
   */
  Optional<List<String>> files() {
    return paths("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        .or(this::filesWithoutRepository);
  }

  private Optional<List<String>> filesWithoutRepository() {
    try {
      Path repository = Files.createTempDirectory("glovebox-git");
      try {
        if (ask("init", "--quiet", "--bare", repository.toString()).isEmpty()) {
          return Optional.empty();
        }
        return paths(
            "--git-dir=" + repository,
            "--work-tree=" + folder.toAbsolutePath(),
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard");
      } finally {
        delete(repository);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE, "No temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
