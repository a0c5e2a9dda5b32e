package dev.glovebox.problem.format;

import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Jury solutions: each file or folder in a folder of {@code submissions}. */
final class SolutionFiles {

  private static final int MOST = 2000;

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.+, ()\\[\\]=@#-]*");

  private final PackageTree tree;
  private final Findings findings;
  private final LanguageGuess languages;

  SolutionFiles(ImportContext context) {
    this.tree = context.tree();
    this.findings = context.findings();
    this.languages = new LanguageGuess(context.languages(), tree);
  }

  /**
   * A solution that was found.
   *
   * @param path below {@code submissions}
   * @param sources its files, in order
   */
  record Found(String path, List<TreeFile> sources, List<PackageFile> files) {

    /** The folder of {@code submissions} that it is in. */
    String category() {
      return path.substring(0, path.indexOf('/'));
    }
  }

  /** Says what a solution promises. */
  interface Promises {
    Promised of(Found solution) throws IOException;
  }

  /**
   * What is known of a solution besides its files.
   *
   * @param language id, where the package names it
   * @param main where the package names what to start from
   */
  record Promised(Promise promise, Optional<String> language, Optional<String> main) {
    static Promised of(Promise promise) {
      return new Promised(promise, Optional.empty(), Optional.empty());
    }
  }

  /** All solutions below a folder; those that can't be judged are left out with a warning. */
  List<JurySolution> read(String root, Promises promises) throws IOException {
    var solutions = new ArrayList<JurySolution>();
    for (String category : tree.names(root)) {
      String folder = PackageTree.join(root, category);
      for (String name : tree.names(folder)) {
        Optional<Found> found = find(folder, PackageTree.join(category, name), name);
        if (solutions.size() == MOST) {
          findings.error(root, "has more than %d solutions".formatted(MOST));
          return solutions;
        }
        if (found.isPresent()) {
          solution(folder, found.get(), promises.of(found.get())).ifPresent(solutions::add);
        }
      }
    }
    return solutions;
  }

  private Optional<Found> find(String folder, String path, String name) {
    String whole = PackageTree.join(folder, name);
    if (!NAME.matcher(name).matches() || name.equals("__pycache__")) {
      findings.warn(whole, "the name is not one of a solution; left out");
      return Optional.empty();
    }
    Optional<TreeFile> file = tree.file(whole);
    return file.isPresent()
        ? Optional.of(new Found(path, List.of(file.get()), List.of(PackageFiles.alone(file.get()))))
        : Optional.of(new Found(path, tree.below(whole), PackageFiles.below(tree, whole)));
  }

  private Optional<JurySolution> solution(String folder, Found found, Promised promised)
      throws IOException {
    String place = PackageTree.join(PackageTree.parentOf(folder), found.path());
    if (found.sources().isEmpty()) {
      findings.warn(place, "is empty; left out");
      return Optional.empty();
    }
    Optional<String> language =
        promised.language().isPresent() ? promised.language() : languages.of(found.sources());
    if (language.isEmpty()) {
      findings.warn(place, "has no language of the catalogue; left out");
      return Optional.empty();
    }
    return Optional.of(
        new JurySolution(
            found.path(), language.get(), found.files(), promised.main(), promised.promise()));
  }
}
