package dev.glovebox.ci.format.yaml;

import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.format.yaml.Node.Items;
import dev.glovebox.ci.format.yaml.Node.Reference;
import dev.glovebox.ci.format.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.NodeEvent;

/** A list or a map whose end has not been read. */
final class OpenNode {

  private enum Kind {
    MAP,
    LIST,
    REFERENCE
  }

  private final NodeEvent start;
  private final Mark mark;
  private final Kind kind;
  private final List<Node> items = new ArrayList<>();
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Field> merged = new LinkedHashMap<>();
  private @Nullable Node key;

  private OpenNode(NodeEvent start, Mark mark, Kind kind) {
    this.start = start;
    this.mark = mark;
    this.kind = kind;
  }

  static OpenNode map(NodeEvent start, Mark mark) {
    return new OpenNode(start, mark, Kind.MAP);
  }

  static OpenNode list(NodeEvent start, Mark mark, boolean reference) {
    return new OpenNode(start, mark, reference ? Kind.REFERENCE : Kind.LIST);
  }

  NodeEvent start() {
    return start;
  }

  Mark mark() {
    return mark;
  }

  void add(Node node, BiConsumer<Mark, String> warnings) throws MalformedYamlException {
    if (kind != Kind.MAP) {
      items.add(node);
    } else if (key == null) {
      key = node;
    } else {
      put(key, node, warnings);
      key = null;
    }
  }

  private void put(Node key, Node value, BiConsumer<Mark, String> warnings)
      throws MalformedYamlException {
    if (!(key instanceof Scalar(Scalar.Kind scalar, String name, Mark at))) {
      throw new MalformedYamlException(key.mark(), "a key must be a text");
    }
    if (name.equals("<<") && scalar == Scalar.Kind.TEXT) {
      merge(value);
    } else if (fields.put(name, new Field(at, value)) != null) {
      warnings.accept(at, name);
    }
  }

  /** The first of several maps wins, and the map's own keys win over all of them. */
  private void merge(Node value) throws MalformedYamlException {
    switch (value) {
      case Fields others -> others.fields().forEach(merged::putIfAbsent);
      case Items list -> {
        for (Node item : list.items()) {
          if (!(item instanceof Fields)) {
            throw new MalformedYamlException(item.mark(), "<< merges maps only");
          }
          merge(item);
        }
      }
      case Scalar _, Reference _ ->
          throw new MalformedYamlException(value.mark(), "<< merges maps only");
    }
  }

  Node complete() throws MalformedYamlException {
    return switch (kind) {
      case MAP -> {
        Map<String, Field> all = new LinkedHashMap<>(merged);
        all.putAll(fields);
        yield Fields.of(all, mark);
      }
      case LIST -> Items.of(items, mark);
      case REFERENCE -> reference();
    };
  }

  private Reference reference() throws MalformedYamlException {
    List<String> path = new ArrayList<>();
    for (Node item : items) {
      if (!(item instanceof Scalar scalar)) {
        throw new MalformedYamlException(item.mark(), "!reference takes a list of texts");
      }
      path.add(scalar.text());
    }
    if (path.isEmpty()) {
      throw new MalformedYamlException(mark, "!reference takes the name of a job and keys below");
    }
    return new Reference(path, mark);
  }
}
