package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Mark;
import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.format.yaml.Node.Items;
import dev.glovebox.ci.format.yaml.Node.Reference;
import dev.glovebox.ci.format.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A value of the document, where it is, and whom to tell what is wrong with it. Every question that
 * it cannot answer is an error told once, and answered with nothing.
 *
 * @param node the value
 * @param mark where it, or its key, is written
 * @param path JSON pointer
 * @param problems told of what is wrong
 */
record Place(Node node, Mark mark, String path, Problems problems) {

  static Place top(Node node, Problems problems) {
    return new Place(node, node.mark(), "", problems);
  }

  void refuse(String code, String message) {
    problems.error(code, path, mark, message);
  }

  void warn(String code, String message) {
    problems.warn(code, path, mark, message);
  }

  private void wrongType(String message) {
    refuse("wrong_type", "%s must be %s".formatted(name(), message));
  }

  /** The last part of the path, for messages. */
  String name() {
    return path.isEmpty()
        ? "the document"
        : path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  boolean isNull() {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  boolean isFields() {
    return node instanceof Fields;
  }

  boolean isItems() {
    return node instanceof Items;
  }

  boolean isScalar() {
    return node instanceof Scalar scalar && !scalar.isNull();
  }

  /** Whether it is a text, not a number or a truth. */
  boolean isText() {
    return node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT;
  }

  boolean isWhole() {
    return node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.WHOLE;
  }

  boolean isTruth() {
    return node instanceof Scalar scalar
        && (scalar.kind() == Scalar.Kind.TRUE || scalar.kind() == Scalar.Kind.FALSE);
  }

  /** The value of a key, unless it is not there or null. */
  Optional<Place> field(String key) {
    return given(key).filter(place -> !place.isNull());
  }

  /** The value of a key, null too. */
  Optional<Place> given(String key) {
    if (!(node instanceof Fields fields)) {
      return Optional.empty();
    }
    Field field = fields.fields().get(key);
    return field == null ? Optional.empty() : Optional.of(below(key, field.value(), field.key()));
  }

  private Place below(String key, Node value, Mark at) {
    return new Place(value, at, path + "/" + key.replace("~", "~0").replace("/", "~1"), problems);
  }

  /** All keys with their values; none, and an error, if it is no map. */
  Map<String, Place> fields() {
    Map<String, Place> places = new LinkedHashMap<>();
    if (node instanceof Fields fields) {
      fields
          .fields()
          .forEach((key, field) -> places.put(key, below(key, field.value(), field.key())));
    } else if (!isNull()) {
      wrongType("a map");
    }
    return places;
  }

  /** All items; none, and an error, if it is no list. */
  List<Place> items() {
    List<Place> places = new ArrayList<>();
    if (node instanceof Items items) {
      for (Node item : items.items()) {
        places.add(new Place(item, item.mark(), path + "/" + places.size(), problems));
      }
    } else if (!isNull()) {
      wrongType("a list");
    }
    return places;
  }

  /** Its items, or itself where it is a single value. */
  List<Place> oneOrMore() {
    return node instanceof Items ? items() : isNull() ? List.of() : List.of(this);
  }

  /** A text; other scalars as they are written. */
  Optional<String> text() {
    return switch (node) {
      case Scalar scalar when !scalar.isNull() -> Optional.of(scalar.text());
      case Scalar _, Fields _, Items _, Reference _ -> {
        wrongType("a text");
        yield Optional.empty();
      }
    };
  }

  /** Texts of a list. */
  List<String> texts() {
    return items().stream().flatMap(item -> item.text().stream()).toList();
  }

  /** A text, or texts of a list. */
  List<String> oneOrMoreTexts() {
    return oneOrMore().stream().flatMap(item -> item.text().stream()).toList();
  }

  Optional<Boolean> truth() {
    if (isTruth()) {
      return Optional.of(((Scalar) node).kind() == Scalar.Kind.TRUE);
    }
    wrongType("true or false");
    return Optional.empty();
  }

  /** A whole number within bounds. */
  OptionalInt whole(int least, int most) {
    if (isWhole() && ((Scalar) node).text().matches("[-+]?[0-9]{1,9}")) {
      int value = Integer.parseInt(((Scalar) node).text());
      if (value >= least && value <= most) {
        return OptionalInt.of(value);
      }
    }
    wrongType("a whole number from %d to %d".formatted(least, most));
    return OptionalInt.empty();
  }

  /** One of these words. */
  Optional<String> oneOf(List<String> words) {
    Optional<String> text = text();
    if (text.isPresent() && !words.contains(text.get())) {
      refuse(
          "unknown_value",
          "%s cannot be \"%s\"; it is one of %s"
              .formatted(name(), text.get(), String.join(", ", words)));
      return Optional.empty();
    }
    return text;
  }

  /** Refuses every key but these. */
  void onlyKeys(Set<String> known) {
    if (node instanceof Fields) {
      fields()
          .forEach((key, place) -> {
            if (!known.contains(key)) {
              place.refuse(
                  "unknown_key",
                  "%s does not know the key \"%s\"; it knows %s"
                      .formatted(name(), key, String.join(", ", known.stream().sorted().toList())));
            }
          });
    }
  }
}
