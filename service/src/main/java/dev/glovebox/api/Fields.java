package dev.glovebox.api;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object, read one by one. What is wrong goes to the {@link Faults} and reads
 * as absent, so that reading goes on to the next fault. A null counts as absent.
 */
final class Fields {

  private final ObjectNode object;
  private final String path;
  private final Faults faults;
  private final Set<String> read = new HashSet<>();

  Fields(ObjectNode object, String path, Faults faults) {
    this.object = object;
    this.path = path;
    this.faults = faults;
  }

  Faults faults() {
    return faults;
  }

  /** The full name of one of the fields. */
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return !object.path(name).isMissingNode() && !object.path(name).isNull();
  }

  void fault(String name, String rule, String message) {
    faults.add(at(name), rule, at(name) + " " + message);
  }

  /** Whatever is there. */
  Optional<JsonNode> node(String name) {
    read.add(name);
    return has(name) ? Optional.of(object.get(name)) : Optional.empty();
  }

  /** Text that may be stored as text: well-formed Unicode without NUL. */
  Optional<String> text(String name, int mostCharacters) {
    return string(name).flatMap(value -> storable(at(name), value, mostCharacters));
  }

  /** Text with any characters, as UTF-8. */
  Optional<byte[]> utf8(String name) {
    return string(name).flatMap(value -> encoded(at(name), value));
  }

  /** Bytes, either as text in one field or as Base64 in the other. */
  Optional<byte[]> bytes(String textName, String base64Name) {
    if (has(textName) && has(base64Name)) {
      fault(base64Name, "exclusive", "can't be given together with " + at(textName) + ".");
    }
    Optional<byte[]> text = utf8(textName);
    Optional<byte[]> decoded = string(base64Name).flatMap(value -> decoded(base64Name, value));
    return text.isPresent() ? text : decoded;
  }

  Optional<Boolean> flag(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isBoolean()) {
      wrongType(name, "true or false", node.get());
      return Optional.empty();
    }
    return node.map(JsonNode::booleanValue);
  }

  /** One of these words. */
  Optional<String> word(String name, List<String> allowed) {
    Optional<String> value = string(name);
    if (value.isPresent() && !allowed.contains(value.get())) {
      fault(name, "not-allowed", "must be one of " + String.join(", ", allowed) + ".");
      return Optional.empty();
    }
    return value;
  }

  Optional<Long> integer(String name, long least, long most) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isIntegralNumber()) {
      wrongType(name, "an integer", node.get());
      return Optional.empty();
    }
    if (!node.get().canConvertToLong()
        || node.get().longValue() < least
        || node.get().longValue() > most) {
      fault(name, "out-of-range", "must be between %d and %d.".formatted(least, most));
      return Optional.empty();
    }
    return Optional.of(node.get().longValue());
  }

  /** A number that is not negative and neither absurdly large nor absurdly exact. */
  Optional<BigDecimal> tolerance(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isNumber()) {
      wrongType(name, "a number", node.get());
      return Optional.empty();
    }
    BigDecimal value = node.get().decimalValue();
    // The exponent first: comparing would write it out.
    if (Math.abs((long) value.scale()) > 400
        || value.signum() < 0
        || value.compareTo(BigDecimal.valueOf(1e18)) > 0) {
      fault(name, "out-of-range", "must be between 0 and 1e18.");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** A list of texts. */
  Optional<List<String>> texts(String name, int most, int mostCharacters) {
    return array(name, most)
        .map(items -> {
          var texts = new ArrayList<String>(items.size());
          for (int i = 0; i < items.size(); i++) {
            String place = "%s[%d]".formatted(at(name), i);
            if (items.get(i).isString()) {
              storable(place, items.get(i).stringValue(), mostCharacters).ifPresent(texts::add);
            } else {
              faults.add(place, "wrong-type", place + " must be a string.");
            }
          }
          return texts;
        });
  }

  /** A list of objects; what is not an object is a fault and left out. */
  Optional<List<Fields>> objects(String name, int most) {
    return array(name, most)
        .map(items -> {
          var objects = new ArrayList<Fields>(items.size());
          for (int i = 0; i < items.size(); i++) {
            String place = "%s[%d]".formatted(at(name), i);
            if (items.get(i) instanceof ObjectNode item) {
              objects.add(new Fields(item, place, faults));
            } else {
              faults.add(place, "wrong-type", place + " must be an object.");
            }
          }
          return objects;
        });
  }

  /** Whole numbers from the least to the most. */
  Optional<List<Integer>> integers(String name, int most, long least, long greatest) {
    return array(name, most)
        .map(items -> {
          List<Integer> numbers = new ArrayList<>();
          for (JsonNode item : items) {
            if (item.isIntegralNumber()
                && item.canConvertToInt()
                && item.asInt() >= least
                && item.asInt() <= greatest) {
              numbers.add(item.asInt());
            } else {
              fault(
                  name, "range", "must be whole numbers from %d to %d.".formatted(least, greatest));
            }
          }
          return numbers;
        });
  }

  Optional<Fields> object(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof ObjectNode found) {
      return Optional.of(new Fields(found, at(name), faults));
    }
    wrongType(name, "an object", node.get());
    return Optional.empty();
  }

  /** The names that are there; for objects whose names are the caller's own. */
  List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  /** Ends reading: names that nobody asked for are faults. */
  void end() {
    for (String name : object.propertyNames()) {
      if (!read.contains(name)) {
        faults.add(
            at(name), "unknown-field", "There is no field %s.".formatted(Shown.quoted(at(name))));
      }
    }
  }

  Optional<String> storable(String place, String value, int mostCharacters) {
    if (value.length() > mostCharacters) {
      faults.add(
          place, "too-long", place + " may have at most %d characters.".formatted(mostCharacters));
      return Optional.empty();
    }
    if (value.indexOf('\0') >= 0) {
      faults.add(place, "characters", place + " can't contain U+0000.");
      return Optional.empty();
    }
    return encoded(place, value).map(_ -> value);
  }

  private Optional<String> string(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isString()) {
      wrongType(name, "a string", node.get());
      return Optional.empty();
    }
    return node.map(JsonNode::stringValue);
  }

  private Optional<byte[]> encoded(String place, String value) {
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      faults.add(place, "characters", place + " contains half of a surrogate pair.");
      return Optional.empty();
    }
  }

  private Optional<byte[]> decoded(String name, String value) {
    try {
      return Optional.of(Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException e) {
      fault(name, "base64", "is not Base64 (RFC 4648, without line breaks).");
      return Optional.empty();
    }
  }

  private Optional<List<JsonNode>> array(String name, int most) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isArray()) {
      wrongType(name, "a list", node.get());
      return Optional.empty();
    }
    if (node.get().size() > most) {
      fault(name, "too-many", "may have at most %d entries.".formatted(most));
      return Optional.empty();
    }
    return Optional.of(node.get().valueStream().toList());
  }

  private void wrongType(String name, String wanted, JsonNode found) {
    fault(name, "wrong-type", "must be %s, not %s.".formatted(wanted, typeOf(found)));
  }

  private static String typeOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case BOOLEAN -> "true or false";
      case NUMBER -> "a number";
      case STRING, BINARY -> "a string";
      case NULL, MISSING -> "nothing";
    };
  }
}
