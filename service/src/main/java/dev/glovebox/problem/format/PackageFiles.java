package dev.glovebox.problem.format;

import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.util.List;

/** Files of a tree as files of a definition. */
final class PackageFiles {

  private PackageFiles() {}

  /** Everything below a folder, with paths relative to it. */
  static List<PackageFile> below(PackageTree tree, String folder) {
    int cut = folder.isEmpty() ? 0 : folder.length() + 1;
    return tree.below(folder).stream()
        .map(file -> new PackageFile(file.path().substring(cut), file.blob(), file.executable()))
        .toList();
  }

  /** A file by itself. */
  static PackageFile alone(TreeFile file) {
    return new PackageFile(file.name(), file.blob(), file.executable());
  }
}
