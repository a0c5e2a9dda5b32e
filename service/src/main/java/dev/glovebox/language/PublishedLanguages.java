package dev.glovebox.language;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of a process without an engine: a language is ready when a worker has lately said
 * so. Asks the database every few seconds at most.
 */
final class PublishedLanguages implements Languages {

  private static final Duration BELIEVED = Duration.ofSeconds(2);
  private static final String ALL = "all";

  private final LanguageNames names;
  private final LoadingCache<String, Map<String, Readiness.Ready>> published;

  PublishedLanguages(List<Language> languages, LanguageImages images) {
    this.names = new LanguageNames(languages);
    this.published =
        Caffeine.newBuilder()
            .refreshAfterWrite(BELIEVED)
            .expireAfterWrite(BELIEVED.multipliedBy(5))
            .build(_ -> images.read());
  }

  @Override
  public List<Language> all() {
    return names.all();
  }

  @Override
  public Optional<Language> find(String name) {
    return names.find(name);
  }

  @Override
  public Readiness readiness(Language language) {
    Readiness ready = published.get(ALL).get(language.id());
    return ready == null ? new Readiness.NotReady("no worker has its image at present") : ready;
  }
}
