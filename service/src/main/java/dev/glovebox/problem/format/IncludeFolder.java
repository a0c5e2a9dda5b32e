package dev.glovebox.problem.format;

import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.archive.PackageTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code include/<language>/}: files that are put beside every submission of a language. */
final class IncludeFolder {

  private static final String FOLDER = "include";
  private static final String OTHERS = "default";

  private final ImportContext context;

  IncludeFolder(ImportContext context) {
    this.context = context;
  }

  Map<String, List<PackageFile>> read() {
    var guess = new LanguageGuess(context.languages(), context.tree());
    var include = new TreeMap<String, List<PackageFile>>();
    for (String name : context.tree().names(FOLDER)) {
      String folder = PackageTree.join(FOLDER, name);
      if (!context.tree().isFolder(folder)) {
        context.findings().warn(folder, "is in no folder of a language; left out");
        continue;
      }
      Optional<String> language = name.equals(OTHERS) ? Optional.of(OTHERS) : guess.named(name);
      if (language.isEmpty()) {
        context.findings().warn(folder, "is of no language of the catalogue; left out");
        continue;
      }
      List<PackageFile> files = PackageFiles.below(context.tree(), folder);
      if (include.putIfAbsent(language.get(), files) != null) {
        context.findings().error(folder, "is a second folder for the language " + language.get());
      }
    }
    return include;
  }
}
