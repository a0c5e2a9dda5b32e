package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.format.YamlValue.Entries;
import dev.glovebox.problem.format.YamlValue.Entry;
import dev.glovebox.problem.format.YamlValue.Items;
import dev.glovebox.problem.format.YamlValue.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a YAML mapping, read one by one. What has the wrong type is an error at its line and
 * reads as absent; so does a null. Keys nobody asked for get a warning at the end.
 */
final class Keys {

  /** Decimals of packages: neither absurdly large nor absurdly exact. */
  private static final int MOST_DIGITS = 40;

  private final String file;
  private final String path;
  private final Map<String, Entry> entries;
  private final Findings findings;
  private final Set<String> asked = new HashSet<>();

  private Keys(String file, String path, Map<String, Entry> entries, Findings findings) {
    this.file = file;
    this.path = path;
    this.entries = entries;
    this.findings = findings;
  }

  static Keys none(String file, Findings findings) {
    return new Keys(file, "", Map.of(), findings);
  }

  /** The keys of a whole file; none, with a finding, when it is no mapping. */
  static Keys of(String file, Optional<YamlValue> root, Findings findings) {
    if (root.isEmpty() || (root.get() instanceof Scalar scalar && scalar.isNull())) {
      return none(file, findings);
    }
    if (root.get() instanceof Entries(Map<String, Entry> entries, _, _)) {
      return new Keys(file, "", entries, findings);
    }
    findings.error(file, root.get().line(), "the file must be a mapping");
    return none(file, findings);
  }

  String file() {
    return file;
  }

  Set<String> names() {
    return entries.keySet();
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  /** The line of a key that is there; 1 for others. */
  int line(String key) {
    Entry entry = entries.get(key);
    return entry == null ? 1 : entry.line();
  }

  void error(String key, String message) {
    findings.error(file, line(key), full(key) + " " + message);
  }

  void warn(String key, String message) {
    findings.warn(file, line(key), full(key) + " " + message);
  }

  Optional<YamlValue> value(String key) {
    asked.add(key);
    Entry entry = entries.get(key);
    if (entry == null || (entry.value() instanceof Scalar scalar && scalar.isNull())) {
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  /** Any scalar as its text. */
  Optional<String> text(String key) {
    return value(key)
        .flatMap(value -> {
          if (value instanceof Scalar(String text, _, _)) {
            return Optional.of(text);
          }
          error(key, "must be text");
          return Optional.empty();
        });
  }

  /** A scalar as its text; anything else is left to others. */
  Optional<String> textIfScalar(String key) {
    return value(key)
        .flatMap(
            v -> v instanceof Scalar(String text, _, _) ? Optional.of(text) : Optional.empty());
  }

  Optional<Boolean> flag(String key) {
    return text(key)
        .flatMap(text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> Optional.of(true);
              case "false", "no", "off" -> Optional.of(false);
              default -> {
                error(key, "must be true or false");
                yield Optional.empty();
              }
            });
  }

  Optional<BigDecimal> decimal(String key) {
    return text(key)
        .flatMap(text -> {
          Optional<BigDecimal> number = Decimals.parse(text, MOST_DIGITS);
          if (number.isEmpty()) {
            error(key, "must be a number");
          }
          return number;
        });
  }

  /** A number greater than zero. */
  Optional<BigDecimal> positive(String key) {
    return decimal(key)
        .filter(number -> {
          if (number.signum() <= 0) {
            error(key, "must be greater than zero");
          }
          return number.signum() > 0;
        });
  }

  Optional<Integer> integer(String key, int least, int most) {
    return decimal(key)
        .flatMap(number -> {
          if (number.stripTrailingZeros().scale() > 0
              || number.compareTo(BigDecimal.valueOf(least)) < 0
              || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            error(key, "must be a whole number between %d and %d".formatted(least, most));
            return Optional.empty();
          }
          return Optional.of(number.intValue());
        });
  }

  /** A list of scalars; a single scalar stands for a list of one. */
  Optional<List<String>> texts(String key) {
    return value(key)
        .map(value -> {
          var texts = new ArrayList<String>();
          switch (value) {
            case Scalar(String text, _, _) -> texts.add(text);
            case Items(List<YamlValue> items, _, _) -> {
              for (YamlValue item : items) {
                if (item instanceof Scalar(String text, _, _)) {
                  texts.add(text);
                } else {
                  error(key, "must be a list of texts");
                }
              }
            }
            case Entries _ -> error(key, "must be a list of texts");
          }
          return List.copyOf(texts);
        });
  }

  /** A mapping below a key; without keys when it is absent. */
  Keys map(String key) {
    Optional<YamlValue> value = value(key);
    if (value.isEmpty()) {
      return new Keys(file, full(key), Map.of(), findings);
    }
    if (value.get() instanceof Entries(Map<String, Entry> inner, _, _)) {
      return new Keys(file, full(key), inner, findings);
    }
    error(key, "must be a mapping");
    return new Keys(file, full(key), Map.of(), findings);
  }

  boolean isMap(String key) {
    return value(key).filter(Entries.class::isInstance).isPresent();
  }

  /** Keys that say nothing to a judge. */
  void ignore(String... keys) {
    asked.addAll(List.of(keys));
  }

  /** Ends reading. */
  void warnUnknown() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        warn(key, "is unknown and ignored");
      }
    }
  }

  /** Ends reading of what is strict: keys nobody asked for are errors. */
  void refuseUnknown() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        error(key, "is unknown");
      }
    }
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
