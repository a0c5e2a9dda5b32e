package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.model.Container;
import dev.glovebox.sandbox.SandboxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that nobody owns any more: those of an earlier life of this worker, those of any
 * worker past their expiry, and our own that got lost between the engine and us.
 */
final class LeftOvers {

  private static final Logger log = LoggerFactory.getLogger(LeftOvers.class);

  /** Ours, but not known to us after this time: the engine's answer to its creation got lost. */
  private static final Duration LOST_CREATION = Duration.ofMinutes(5);

  private final Engine engine;
  private final String worker;
  private final String instance;
  private final Clock clock;
  private final Predicate<String> owned;

  /**
   * @param worker our name
   * @param instance this life of ours
   * @param owned whether this life owns a container
   */
  LeftOvers(Engine engine, String worker, String instance, Clock clock, Predicate<String> owned) {
    this.engine = engine;
    this.worker = worker;
    this.instance = instance;
    this.clock = clock;
    this.owned = owned;
  }

  /** Removes them; what can't be removed is left for the next time. Gives the ids of the others. */
  List<String> remove() {
    List<String> removed = new ArrayList<>();
    for (Container container : engine.ours()) {
      if (isLeftOver(container)) {
        try {
          if (engine.remove(container.getId())) {
            removed.add(container.getId());
          }
        } catch (SandboxException e) {
          log.warn("A left-over container stays until the next sweep: {}", e.getMessage());
        }
      }
    }
    return removed;
  }

  private boolean isLeftOver(Container container) {
    if (owned.test(container.getId())) {
      return false;
    }
    Map<String, String> labels = container.getLabels();
    long now = clock.instant().getEpochSecond();
    if (worker.equals(labels.get(Labels.WORKER))) {
      Long created = container.getCreated();
      return !instance.equals(labels.get(Labels.INSTANCE))
          || (created != null && now - created > LOST_CREATION.toSeconds());
    }
    String expires = labels.getOrDefault(Labels.EXPIRES, "");
    return expires.matches("[0-9]{1,18}") && Long.parseLong(expires) < now;
  }
}
