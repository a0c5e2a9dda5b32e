package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Polygon's source types, such as {@code cpp.g++17}, as languages of the catalogue. */
final class PolygonTypes {

  private final LanguageGuess guess;

  PolygonTypes(ImportContext context) {
    this.guess = new LanguageGuess(context.languages(), context.tree());
  }

  /** The language of a source; by its extension where the type says nothing. */
  Optional<String> language(Optional<String> type, TreeFile file) throws IOException {
    if (type.isEmpty()) {
      return guess.of(file);
    }
    Optional<String> language = language(type.get());
    return language.isPresent() || isUnwanted(type.get()) ? language : guess.of(file);
  }

  /** The language of a type or of a pattern of types. */
  Optional<String> language(String type) {
    for (String name : names(type.toLowerCase(Locale.ROOT))) {
      Optional<String> language = guess.named(name);
      if (language.isPresent()) {
        return language;
      }
    }
    return Optional.empty();
  }

  private static boolean isUnwanted(String type) {
    return type.startsWith("python.2") || type.startsWith("python.pypy2");
  }

  /** Names under which the catalogue may have it, the best first. */
  private static List<String> names(String type) {
    String family = type.replaceFirst("[^a-z].*", "");
    return switch (family) {
      case "python" ->
          isUnwanted(type)
              ? List.of()
              : type.startsWith("python.pypy") ? List.of("pypy", "python") : List.of("python");
      case "pas" -> List.of("pascal", "pas");
      case "csharp" -> List.of("csharp", "cs");
      case "js" -> List.of("javascript");
      default -> List.of(family);
    };
  }
}
