package dev.glovebox.ci.format.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file and where it is written. */
public sealed interface Node {

  /** Where it starts. */
  Mark mark();

  /** How many values it is made of, itself and aliases expanded among them. */
  long weight();

  /**
   * A value without parts.
   *
   * @param kind what YAML 1.1 takes it for
   * @param text as written, without quotes; of {@code 1.10} it is {@code 1.10}
   */
  record Scalar(Kind kind, String text, Mark mark) implements Node {

    @Override
    public long weight() {
      return 1;
    }

    /** What a scalar is. */
    public enum Kind {
      TEXT,
      TRUE,
      FALSE,
      WHOLE,
      FRACTION,
      NULL
    }

    /** Whether it is nothing. */
    public boolean isNull() {
      return kind == Kind.NULL;
    }
  }

  /** A list. */
  record Items(List<Node> items, Mark mark, long weight) implements Node {

    public Items {
      items = List.copyOf(items);
    }

    /** A list of these, at that place. */
    public static Items of(List<Node> items, Mark mark) {
      return new Items(items, mark, 1 + items.stream().mapToLong(Node::weight).sum());
    }
  }

  /**
   * A map. Keys are in the order of the file.
   *
   * @param fields each with the place of its key
   */
  record Fields(Map<String, Field> fields, Mark mark, long weight) implements Node {

    /** A map of these, at that place. The map is not copied and must not change. */
    public static Fields of(Map<String, Field> fields, Mark mark) {
      long weight = 1;
      for (Field field : fields.values()) {
        weight += 1 + field.value().weight();
      }
      return new Fields(fields, mark, weight);
    }

    /** The value of a key, or null. */
    public @Nullable Node value(String key) {
      Field field = fields.get(key);
      return field == null ? null : field.value();
    }
  }

  /**
   * A value and its key's place.
   *
   * @param key where the key is written
   */
  record Field(Mark key, Node value) {}

  /**
   * The tag {@code !reference}: what is found by following the keys from the top.
   *
   * @param path the keys
   */
  record Reference(List<String> path, Mark mark) implements Node {

    public Reference {
      path = List.copyOf(path);
    }

    @Override
    public long weight() {
      return 1;
    }
  }
}
