package dev.glovebox.judge0;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * The attributes of a request, wherever they stood. Null is as good as absent; what nobody asks for
 * does not matter.
 */
final class Attributes {

  private final Map<String, JsonNode> values;

  private Attributes(Map<String, JsonNode> values) {
    this.values = values;
  }

  static Attributes of(JsonNode object) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return new Attributes(values);
  }

  static Attributes of(Map<String, String> texts) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, StringNode.valueOf(text)));
    return new Attributes(values);
  }

  /** Those that are texts. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (value.isString()) {
        texts.put(name, value.asString());
      }
    });
    return texts;
  }

  /** Both; what the other ones say counts where both say something. */
  Attributes and(Attributes others) {
    Map<String, JsonNode> both = new LinkedHashMap<>(values);
    both.putAll(others.values);
    return new Attributes(both);
  }

  /** The value as text; lists and objects are none. */
  Optional<String> text(String name) {
    JsonNode node = values.get(name);
    return node == null || node.isNull() || node.isContainer()
        ? Optional.empty()
        : Optional.of(node.asString());
  }

  /** Whether it is exactly {@code true}. */
  boolean flag(String name) {
    return text(name).filter("true"::equals).isPresent();
  }

  /** The objects of a list; none when it is something else. */
  List<Attributes> objects(String name) {
    JsonNode node = values.get(name);
    return node == null || !node.isArray()
        ? List.of()
        : node.valueStream().map(Attributes::of).toList();
  }
}
