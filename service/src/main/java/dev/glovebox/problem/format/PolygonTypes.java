package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Polygon's names of compilers, such as {@code cpp.g++17} or {@code python.pypy3-64}. */
final class PolygonTypes {

  /** By prefix; the longer ones first. Several names: the first that the catalogue has. */
  private static final List<Map.Entry<String, List<String>>> PREFIXES =
      List.of(
          Map.entry("python.2", List.of()),
          Map.entry("python.pypy2", List.of()),
          Map.entry("python.pypy", List.of("pypy", "python")),
          Map.entry("python", List.of("python")),
          Map.entry("cpp", List.of("cpp")),
          Map.entry("csharp", List.of("csharp")),
          Map.entry("c.", List.of("c")),
          Map.entry("java", List.of("java")),
          Map.entry("kotlin", List.of("kotlin")),
          Map.entry("pas", List.of("pascal")),
          Map.entry("rust", List.of("rust")),
          Map.entry("go", List.of("go")),
          Map.entry("d", List.of("d")),
          Map.entry("haskell", List.of("haskell")),
          Map.entry("ocaml", List.of("ocaml")),
          Map.entry("perl", List.of("perl")),
          Map.entry("php", List.of("php")),
          Map.entry("ruby", List.of("ruby")),
          Map.entry("scala", List.of("scala")));

  private final LanguageGuess languages;

  PolygonTypes(LanguageGuess languages) {
    this.languages = languages;
  }

  /** The language of a file, by its type, else by its extension. */
  Optional<String> language(Optional<String> type, TreeFile file) throws IOException {
    Optional<Map.Entry<String, List<String>>> known =
        type.flatMap(
            t -> PREFIXES.stream().filter(entry -> t.startsWith(entry.getKey())).findFirst());
    return known.isPresent() ? named(known.get().getValue()) : languages.of(file);
  }

  /** The language of a pattern of types, such as {@code cpp.*}. */
  Optional<String> language(String pattern) {
    return PREFIXES.stream()
        .filter(entry -> pattern.startsWith(entry.getKey()))
        .findFirst()
        .flatMap(entry -> named(entry.getValue()));
  }

  private Optional<String> named(List<String> names) {
    return names.stream().flatMap(name -> languages.named(name).stream()).findFirst();
  }
}
