package dev.glovebox.piston;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** What can be run; a service that has just started learns its languages' versions first. */
final class Catalogue {

  private Catalogue() {}

  /** The entry of a language, as soon as there is one. */
  static JsonNode awaitVersion(PistonClient client, String language) {
    var found = new AtomicReference<JsonNode>();
    await(language + " has a version")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          for (JsonNode one : client.get("api/v2/runtimes").body()) {
            if (one.path("language").asString("").equals(language)) {
              found.set(one);
            }
          }
          return found.get() != null;
        });
    return found.get();
  }
}
