package dev.glovebox.problem.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which languages a problem allows. */
final class LanguageList {

  private final LanguageGuess guess;

  LanguageList(ImportContext context) {
    this.guess = new LanguageGuess(context.languages(), context.tree());
  }

  /** A list of names, or {@code all}; empty = all. */
  Optional<Set<String>> read(Keys keys, String key) {
    Optional<List<String>> names = keys.texts(key);
    if (names.isEmpty() || names.get().equals(List.of("all"))) {
      return Optional.empty();
    }
    var ids = new TreeSet<String>();
    for (String name : names.get()) {
      Optional<String> id = guess.named(name);
      if (id.isPresent()) {
        ids.add(id.get());
      } else {
        keys.warn(key, "names %s, which is not in the catalogue".formatted(name));
      }
    }
    if (ids.isEmpty()) {
      keys.error(key, "allows no language of the catalogue");
    }
    return Optional.of(ids);
  }
}
