package dev.glovebox.support;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names and extensions of some languages; none can be run. */
public final class SomeLanguages implements Languages {

  private final List<Language> all =
      List.of(
          language("c", List.of("gcc"), List.of("c")),
          language("cpp", List.of("c++", "g++"), List.of("cpp", "cc", "cxx", "c++")),
          language("java", List.of(), List.of("java")),
          language("javascript", List.of("js"), List.of("js")),
          language("pascal", List.of("pas"), List.of("pas")),
          language("perl", List.of(), List.of("pl")),
          language("php", List.of(), List.of("php")),
          language("prolog", List.of(), List.of("pro")),
          language("pypy", List.of("pypy3"), List.of("pypy")),
          language("python", List.of("python3"), List.of("py", "py3")));

  private static Language language(String id, List<String> aliases, List<String> extensions) {
    var run = new Language.Command(List.of("run"), Map.of());
    return new Language(
        id,
        id,
        aliases,
        extensions,
        "core",
        new Language.VersionCommand(List.of("v"), Pattern.compile("v")),
        "main." + extensions.getFirst(),
        Optional.empty(),
        Optional.empty(),
        run,
        0,
        64);
  }

  @Override
  public List<Language> all() {
    return all;
  }

  @Override
  public Optional<Language> find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(l ->
            l.id().equals(wanted)
                || l.aliases().contains(wanted)
                || l.extensions().contains(wanted))
        .findFirst();
  }

  @Override
  public Readiness readiness(Language language) {
    return new Readiness.NotReady("it is only a name");
  }
}
