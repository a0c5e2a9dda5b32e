package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A catalogue of three, since the real one needs images and the API only its answers. */
final class FakeLanguages implements Languages {

  private static final Language.Command RUN = new Language.Command(List.of("run"), Map.of());

  private final List<Language> all =
      List.of(
          language("cobol", "COBOL", List.of("cob"), List.of(), Optional.empty()),
          language(
              "cpp",
              "C++",
              List.of("cpp", "cc"),
              List.of("c++"),
              Optional.of(
                  new Language.Compile(
                      RUN,
                      List.of("-O2"),
                      List.of(Pattern.compile("-O[0-3s]")),
                      List.of(),
                      List.of("program"),
                      Duration.ofSeconds(30),
                      Duration.ofSeconds(60),
                      1L << 30,
                      64,
                      1 << 20,
                      1 << 28))),
          language("python", "Python", List.of("py"), List.of("python3"), Optional.empty()));

  private static Language language(
      String id,
      String name,
      List<String> extensions,
      List<String> aliases,
      Optional<Language.Compile> compile) {
    return new Language(
        id,
        name,
        aliases,
        extensions,
        List.of(),
        "core",
        id,
        new Language.VersionCommand(List.of("v"), Pattern.compile("v")),
        "main." + extensions.getFirst(),
        compile,
        Optional.empty(),
        RUN,
        0,
        64,
        id.equals("python") ? new BigDecimal("2.5") : BigDecimal.ONE,
        false);
  }

  @Override
  public List<Language> all() {
    return all;
  }

  @Override
  public Optional<Language> find(String name) {
    return all.stream()
        .filter(language ->
            language.id().equals(name)
                || language.aliases().contains(name)
                || language.extensions().contains(name))
        .findFirst();
  }

  @Override
  public Readiness readiness(Language language) {
    return language.id().equals("cobol")
        ? new Readiness.NotReady("its image is being built")
        : new Readiness.Ready("sha256:" + "0".repeat(64), "1.0");
  }
}
