package dev.glovebox.language;

import dev.glovebox.language.Languages.Readiness.Ready;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells other processes what this worker can run: at once when it changes, and every minute. */
@Component
@RunsIn(Role.WORKER)
class LanguagePublisher {

  private final Languages languages;
  private final LanguageImages images;
  private Map<String, Ready> published = Map.of();
  private long publishedNanos;

  LanguagePublisher(Languages languages, LanguageImages images) {
    this.languages = languages;
    this.images = images;
  }

  /** One round; called again a second after its end. */
  @Scheduled(fixedDelay = 1_000)
  void publish() {
    Map<String, Ready> ready = new TreeMap<>();
    for (Language language : languages.all()) {
      if (languages.readiness(language) instanceof Ready state) {
        ready.put(language.id(), state);
      }
    }
    boolean due = System.nanoTime() - publishedNanos > LanguageImages.REPEAT.toNanos();
    if (!ready.equals(published) || (due && !ready.isEmpty())) {
      images.publish(ready);
      published = ready;
      publishedNanos = System.nanoTime();
    }
  }
}
