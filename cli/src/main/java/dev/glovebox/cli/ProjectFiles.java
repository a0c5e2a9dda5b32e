package dev.glovebox.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a project folder: without what {@code .gitignore} names; all of them where there is
 * no git.
 *
 * @param paths relative to the folder
 * @param asGit whether git told them
 */
record ProjectFiles(Path folder, List<String> paths, boolean asGit) {

  private static final int MOST_PATHS = 100_000;
  private static final int MOST_FILES = 1_000;
  private static final int LONGEST_NAME = 255;
  private static final long LARGEST = 1L << 20;

  static ProjectFiles of(Path folder) {
    Optional<List<String>> told = new Git(folder).files();
    List<String> paths =
        told.map(list -> list.stream().flatMap(path -> inside(folder, path)).toList())
            .orElseGet(() -> walk(folder));
    if (paths.size() > MOST_PATHS) {
      throw new Failure(
          ExitStatus.USAGE,
          "There are more than %d files in %s: is it a project?".formatted(MOST_PATHS, folder));
    }
    return new ProjectFiles(folder, paths, told.isPresent());
  }

  /** A folder stands for another repository, such as a submodule: then its files. */
  private static Stream<String> inside(Path folder, String path) {
    String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    Path file = folder.resolve(name);
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        ? of(file).paths().stream().map(each -> name + "/" + each)
        : Stream.of(name);
  }

  /** The branch that is checked out, if git knows one. */
  Optional<String> branch() {
    return new Git(folder).line("symbolic-ref", "--short", "-q", "HEAD");
  }

  /** Texts of all YAML files, by path: what a pipeline file can include. */
  TreeMap<String, String> yaml() {
    var texts = new TreeMap<String, String>();
    for (String path : paths) {
      if (path.matches(".*\\.ya?ml")
          && path.length() <= LONGEST_NAME
          && texts.size() < MOST_FILES) {
        text(folder.resolve(path)).ifPresent(text -> texts.put(path, text));
      }
    }
    return texts;
  }

  /** The text of a file that must be one. */
  static String read(Path file) {
    return text(file)
        .orElseThrow(
            () -> new Failure(ExitStatus.USAGE, "%s is no text of at most 1 MiB.".formatted(file)));
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (MalformedInputException _) {
      return Optional.empty(); // no text, and so nothing that a pipeline could include
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<String> walk(Path folder) {
    List<String> paths = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              return at.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              paths.add(folder.relativize(file).toString());
              return paths.size() > MOST_PATHS
                  ? FileVisitResult.TERMINATE
                  : FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be read: %s".formatted(folder, e.getMessage()), e);
    }
    return paths;
  }
}
