package dev.glovebox.judge0;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The languages that clients of Judge0 know by number, from {@code judge0/languages.yaml} and
 * {@code judge0/languages-extra.yaml}, and which of ours stand in for them. A language is archived,
 * in Judge0's word, as long as there is none or its image is not ready.
 */
@Component
class KnownLanguages {

  private final Languages languages;
  private final NavigableMap<Integer, KnownLanguage> known = new TreeMap<>();

  KnownLanguages(Languages languages) {
    this.languages = languages;
    for (Flavour flavour : Flavour.values()) {
      read(flavour);
    }
  }

  private void read(Flavour flavour) {
    try (InputStream in = new ClassPathResource(flavour.file()).getInputStream()) {
      for (Map.Entry<String, JsonNode> entry : new YAMLMapper().readTree(in).properties()) {
        int key = flavour.key(Integer.parseInt(entry.getKey()));
        known.put(key, read(key, entry.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(flavour.file() + " can't be read", e);
    }
  }

  private static KnownLanguage read(int key, JsonNode node) {
    return new KnownLanguage(
        key,
        node.path("name").asString(),
        Optional.ofNullable(node.path("file").asString(null)),
        node.path("compiled").asBoolean(false),
        Optional.ofNullable(node.path("language").asString(null)));
  }

  /** All of them; punctuation does not count in their order. */
  List<KnownLanguage> all(Flavour flavour) {
    List<KnownLanguage> all =
        new ArrayList<>(
            known.values().stream()
                .filter(language -> flavour.key(language.id()) == language.key())
                .toList());
    all.sort(
        Comparator.comparing((KnownLanguage language) -> letters(language.name()))
            .thenComparingInt(KnownLanguage::id));
    return all;
  }

  /** Those that can be used now, in the same order. */
  List<KnownLanguage> active(Flavour flavour) {
    return all(flavour).stream().filter(language -> !archived(language)).toList();
  }

  Optional<KnownLanguage> find(Flavour flavour, int id) {
    return stored(flavour.key(id));
  }

  /** The one that is stored under a key. */
  Optional<KnownLanguage> stored(int key) {
    return Optional.ofNullable(known.get(key));
  }

  /** The first that one of ours stands in for. */
  Optional<KnownLanguage> ofOurs(String id) {
    return known.values().stream()
        .filter(language -> language.language().filter(id::equals).isPresent())
        .findFirst();
  }

  boolean archived(KnownLanguage language) {
    return ours(language)
        .filter(ours -> languages.readiness(ours) instanceof Languages.Readiness.Ready)
        .isEmpty();
  }

  /** The one of ours that stands in for it, where the catalogue has it. */
  Optional<Language> ours(KnownLanguage language) {
    return language
        .language()
        .flatMap(languages::find)
        .filter(ours -> language.language().get().equals(ours.id()));
  }

  private static String letters(String name) {
    StringBuilder letters = new StringBuilder();
    name.toLowerCase(java.util.Locale.ROOT)
        .chars()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> letters.append((char) c));
    return letters.toString();
  }
}
