package dev.glovebox.piston;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.semver4j.Semver;
import org.springframework.stereotype.Component;

/** The language catalogue as Piston shows it: what is installed is a runtime, with a version. */
@Component
class Runtimes {

  private static final Semver UNNUMBERED = new Semver("0.0.0");

  private final Languages languages;
  private final KnownNames names = KnownNames.load();
  private final boolean standIns;

  Runtimes(Languages languages, PistonProperties properties) {
    this.languages = languages;
    this.standIns = properties.standIns();
  }

  /**
   * A language that can be used.
   *
   * @param ours in the catalogue
   * @param language its name here
   * @param version as a semantic version, with three numbers
   * @param aliases other names
   * @param runtime name of what runs it, where it has another one
   * @param standsInFor versions that it is run for besides its own
   */
  record Installed(
      Language ours,
      String language,
      Semver version,
      List<String> aliases,
      Optional<String> runtime,
      List<Semver> standsInFor) {

    boolean named(String name) {
      return language.equals(name) || aliases.contains(name);
    }

    boolean satisfies(String selector) {
      return within(version, selector)
          || standsInFor.stream().anyMatch(other -> within(other, selector));
    }
  }

  /** Everything that can be used now, by name. */
  List<Installed> all() {
    return languages.all().stream()
        .flatMap(language -> runtime(language).stream())
        .sorted(Comparator.comparing(Installed::language))
        .toList();
  }

  /** Everything in the catalogue, whether it can be used or not. */
  List<Listed> packages() {
    return languages.all().stream()
        .map(language -> {
          Optional<Installed> runtime = runtime(language);
          return new Listed(
              runtime.map(Installed::language).orElseGet(() -> name(language)),
              runtime.map(Installed::version).orElse(UNNUMBERED),
              runtime.isPresent(),
              aliases(language));
        })
        .sorted(Comparator.comparing(Listed::language))
        .toList();
  }

  /**
   * @param language its name here
   * @param version of what is installed, 0.0.0 where nothing is
   * @param installed whether it can be used now
   * @param aliases other names
   */
  record Listed(String language, Semver version, boolean installed, List<String> aliases) {}

  /** The newest of this name or alias that the selector allows. */
  Optional<Installed> find(String name, String selector) {
    return languages.all().stream()
        .flatMap(language -> runtime(language).stream())
        .filter(runtime -> runtime.named(name) && runtime.satisfies(selector))
        .max(Comparator.comparing(Installed::version));
  }

  /** The newest package of this name that the selector allows. */
  Optional<Listed> findPackage(String name, String selector) {
    return packages().stream()
        .filter(one -> one.language().equals(name) || one.aliases().contains(name))
        .filter(one -> within(one.version(), selector))
        .max(Comparator.comparing(Listed::version));
  }

  /** Whether a language is there whose version is only just being learned. */
  boolean stillUnknown(String name) {
    return languages.all().stream()
        .filter(language -> name(language).equals(name) || aliases(language).contains(name))
        .map(languages::readiness)
        .anyMatch(state ->
            state instanceof Languages.Readiness.Ready(String _, String version)
                && version.isEmpty());
  }

  private Optional<Installed> runtime(Language language) {
    return switch (languages.readiness(language)) {
      case Languages.Readiness.NotReady _ -> Optional.empty();
      case Languages.Readiness.Ready(String _, String version) ->
          version.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Installed(
                      language,
                      name(language),
                      semantic(version),
                      aliases(language),
                      names.of(language.id()).flatMap(KnownNames.Known::runtime),
                      standsInFor(language)));
    };
  }

  private String name(Language language) {
    return names.of(language.id()).map(KnownNames.Known::language).orElse(language.id());
  }

  private List<String> aliases(Language language) {
    Set<String> aliases =
        new LinkedHashSet<>(
            names.of(language.id()).map(KnownNames.Known::aliases).orElse(List.of()));
    aliases.add(language.id());
    aliases.addAll(language.aliases());
    aliases.remove(name(language));
    return List.copyOf(aliases);
  }

  private List<Semver> standsInFor(Language language) {
    var versions = new ArrayList<Semver>();
    if (standIns) {
      names
          .of(language.id())
          .map(KnownNames.Known::standsInFor)
          .orElse(List.of())
          .forEach(version -> versions.add(new Semver(version)));
    }
    return versions;
  }

  /** Versions of compilers have one to four numbers; a semantic version has three. */
  private static Semver semantic(String version) {
    Semver coerced = Semver.coerce(version);
    return coerced == null ? UNNUMBERED : coerced;
  }

  /** What is no selector selects nothing. */
  private static boolean within(Semver version, String selector) {
    try {
      return version.satisfies(selector);
    } catch (IllegalArgumentException e) {
      return false; // an answer to the question, not a failure
    }
  }
}
