package dev.glovebox.problem.format;

import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JuryProgram.Start;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checkers, interactors and graders: files or folders of a package's folder. */
final class JuryPrograms {

  /** Each of them gets the headers beside it. */
  private static final int MOST = 20;

  private final ImportContext context;
  private final PackageTree tree;
  private final LanguageGuess languages;

  JuryPrograms(ImportContext context) {
    this.context = context;
    this.tree = context.tree();
    this.languages = new LanguageGuess(context.languages(), tree);
  }

  /**
   * All programs in a folder. A folder that has scripts of its own is a program itself. What is no
   * program gets a warning.
   */
  List<JuryProgram> in(String folder) throws IOException {
    if (hasScripts(folder)) {
      return List.of(ofScripts(folder));
    }
    var programs = new ArrayList<JuryProgram>();
    for (String name : tree.names(folder)) {
      String path = PackageTree.join(folder, name);
      if (programs.size() == MOST) {
        context.findings().error(folder, "has more than %d programs".formatted(MOST));
        break;
      }
      if (!isHeader(name) && !name.equals("__pycache__")) {
        at(path).ifPresent(programs::add);
      }
    }
    return programs;
  }

  /** The program that a file or folder is; nothing, with a warning, when it is none. */
  Optional<JuryProgram> at(String path) throws IOException {
    if (tree.isFolder(path)) {
      return hasScripts(path) ? Optional.of(ofScripts(path)) : ofFolder(path);
    }
    TreeFile file = tree.file(path).orElseThrow();
    Optional<String> language = languages.of(file);
    if (language.isEmpty()) {
      context.findings().warn(path, "is no program of a known language; left out");
      return Optional.empty();
    }
    var files = new ArrayList<PackageFile>();
    files.add(PackageFiles.alone(file));
    String folder = PackageTree.parentOf(path);
    // Headers beside a program belong to it, as they do for compilers.
    for (String sibling : tree.names(folder)) {
      if (isHeader(sibling)) {
        tree.file(PackageTree.join(folder, sibling)).map(PackageFiles::alone).ifPresent(files::add);
      }
    }
    return Optional.of(
        new JuryProgram(path, files, new Start.ByLanguage(language.get(), Optional.empty())));
  }

  /** A folder whose files are one program of a language. */
  Optional<JuryProgram> ofFolder(String folder) throws IOException {
    Optional<String> language = languages.of(tree.below(folder));
    if (language.isEmpty()) {
      context.findings().warn(folder, "has no program of a known language; left out");
    }
    return language.map(id ->
        new JuryProgram(
            folder, PackageFiles.below(tree, folder), new Start.ByLanguage(id, Optional.empty())));
  }

  boolean hasScripts(String folder) {
    return tree.file(PackageTree.join(folder, "build")).isPresent()
        || tree.file(PackageTree.join(folder, "run")).isPresent();
  }

  JuryProgram ofScripts(String folder) {
    boolean build = tree.file(PackageTree.join(folder, "build")).isPresent();
    return new JuryProgram(folder, PackageFiles.below(tree, folder), new Start.ByScripts(build));
  }

  static boolean isHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".h") || lower.endsWith(".hpp") || lower.endsWith(".hh");
  }
}
