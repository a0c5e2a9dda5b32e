package dev.glovebox.problem.format;

import java.util.List;
import java.util.Map;

/** A value of a YAML file, with the line where it begins. */
sealed interface YamlValue {

  int line();

  /** How many values there are in it with aliases followed, itself included. */
  long weight();

  /**
   * @param plain whether it stands without quotes
   */
  record Scalar(String text, boolean plain, int line) implements YamlValue {
    @Override
    public long weight() {
      return 1;
    }

    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  record Items(List<YamlValue> values, int line, long weight) implements YamlValue {}

  record Entries(Map<String, Entry> entries, int line, long weight) implements YamlValue {}

  /**
   * @param line of the key
   */
  record Entry(YamlValue value, int line) {}
}
