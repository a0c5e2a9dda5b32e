package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.store.Cache;
import dev.glovebox.ci.store.Caches;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an attempt finds of the caches of its project. A store that fails is an empty one. */
final class RunCaches implements AttemptOrder.Caches {

  private static final Logger log = LoggerFactory.getLogger(RunCaches.class);

  private final Caches caches;
  private final UUID attempt;

  RunCaches(Caches caches, UUID attempt) {
    this.caches = caches;
    this.attempt = attempt;
  }

  @Override
  public Optional<AttemptOrder.Download> find(String key, List<String> fallbacks) {
    List<String> keys =
        Stream.concat(Stream.of(key), fallbacks.stream()).map(Attempts::storable).toList();
    try {
      return caches.find(attempt, keys).map(this::download);
    } catch (IOException e) {
      log.warn("Caches of attempt {} can't be read, it goes on without: {}", attempt, e.toString());
      return Optional.empty();
    }
  }

  private AttemptOrder.Download download(Cache cache) {
    return new AttemptOrder.Download(cache.key(), cache.format(), () -> caches.open(cache));
  }

  @Override
  public long largest() {
    return caches.largest();
  }
}
