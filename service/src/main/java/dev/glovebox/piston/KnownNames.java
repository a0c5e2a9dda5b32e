package dev.glovebox.piston;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What clients of Piston call our languages; read from {@code piston/runtimes.yaml}. */
final class KnownNames {

  private static final ClassPathResource FILE = new ClassPathResource("piston/runtimes.yaml");

  /**
   * @param language in answers
   * @param aliases in requests
   * @param runtime where the original shows one
   * @param standsInFor versions of the original that are served by ours
   */
  record Known(
      String language, List<String> aliases, Optional<String> runtime, List<String> standsInFor) {}

  private final Map<String, Known> byId;

  private KnownNames(Map<String, Known> byId) {
    this.byId = Map.copyOf(byId);
  }

  static KnownNames load() {
    Map<String, Known> known = new HashMap<>();
    try (InputStream in = FILE.getInputStream()) {
      for (var entry : new YAMLMapper().readTree(in).properties()) {
        JsonNode node = entry.getValue();
        known.put(
            entry.getKey(),
            new Known(
                node.required("language").asString(),
                texts(node.path("aliases")),
                node.has("runtime")
                    ? Optional.of(node.get("runtime").asString())
                    : Optional.empty(),
                texts(node.path("standsInFor"))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KnownNames(known);
  }

  /** By the id of a language of ours. */
  Optional<Known> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private static List<String> texts(JsonNode nodes) {
    var texts = new ArrayList<String>();
    nodes.forEach(node -> texts.add(node.asString()));
    return List.copyOf(texts);
  }
}
