package dev.glovebox.language;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The languages by everything that they are called. Ids win over aliases, those over extensions.
 */
final class LanguageNames {

  private final List<Language> languages;
  private final Map<String, Language> byName;

  LanguageNames(List<Language> languages) {
    this.languages = List.copyOf(languages);
    Map<String, Language> names = new HashMap<>();
    languages.forEach(language -> names.put(language.id(), language));
    for (Language language : languages) {
      language.aliases().forEach(alias -> names.putIfAbsent(folded(alias), language));
    }
    for (Language language : languages) {
      language.extensions().forEach(extension -> names.putIfAbsent(folded(extension), language));
    }
    this.byName = Map.copyOf(names);
  }

  List<Language> all() {
    return languages;
  }

  Optional<Language> find(String name) {
    return Optional.ofNullable(byName.get(folded(name)));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
