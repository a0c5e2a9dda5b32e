package dev.glovebox.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/**
 * A strict view of one mapping of a YAML file: every key has to be asked for, and whatever is wrong
 * is told with the file and the full key.
 */
final class YamlObject {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)");

  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  YamlObject(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new LanguageFault(file, path.isEmpty() ? "(whole file)" : path, "must be a mapping");
    }
  }

  /** To be called at the end: keys nobody asked for are mistakes. */
  void refuseUnknownKeys() {
    List<String> faults = new ArrayList<>();
    for (String key : node.propertyNames()) {
      if (!asked.contains(key)) {
        faults.add("%s: %s: unknown key".formatted(file, full(key)));
      }
    }
    if (!faults.isEmpty()) {
      throw new LanguageFault(faults);
    }
  }

  YamlObject object(String key) {
    return optionalObject(key).orElseThrow(() -> fault(key, "is missing"));
  }

  Optional<YamlObject> optionalObject(String key) {
    JsonNode value = value(key);
    return value == null ? Optional.empty() : Optional.of(new YamlObject(file, full(key), value));
  }

  String text(String key) {
    JsonNode value = required(key);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw fault(key, "must be text (quote numbers)");
    }
    return value.stringValue();
  }

  String textOr(String key, String otherwise) {
    return value(key) == null ? otherwise : text(key);
  }

  List<String> texts(String key) {
    JsonNode value = required(key);
    if (!value.isArray()) {
      throw fault(key, "must be a list");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw fault(key + "[" + texts.size() + "]", "must be text (quote numbers)");
      }
      texts.add(element.stringValue());
    }
    return List.copyOf(texts);
  }

  List<String> textsOrNone(String key) {
    return value(key) == null ? List.of() : texts(key);
  }

  /** A command: a list with at least the program. */
  List<String> command(String key) {
    List<String> command = texts(key);
    if (command.isEmpty()) {
      throw fault(key, "must name a program");
    }
    for (String argument : command) {
      for (String whole : List.of("{options}", "{sources}")) {
        if (argument.contains(whole) && !argument.equals(whole)) {
          throw fault(key, whole + " must be an argument of its own");
        }
      }
    }
    return command;
  }

  Map<String, String> environment(String key) {
    Optional<YamlObject> variables = optionalObject(key);
    Map<String, String> environment = new LinkedHashMap<>();
    variables.ifPresent(object -> {
      for (String name : object.node.propertyNames()) {
        JsonNode value = object.node.get(name);
        if (value == null || !value.isString()) {
          throw object.fault(name, "must be text (quote numbers)");
        }
        environment.put(name, value.stringValue());
      }
    });
    return Map.copyOf(environment);
  }

  List<Pattern> patterns(String key) {
    return textsOrNone(key).stream().map(text -> compiled(key, text)).toList();
  }

  Pattern pattern(String key) {
    return compiled(key, text(key));
  }

  Duration duration(String key) {
    String text = text(key);
    Duration duration;
    try {
      duration = DurationStyle.SIMPLE.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault(key, "'" + text + "' is not a duration such as 500ms, 30s or 2m");
    }
    if (!duration.isPositive()) {
      throw fault(key, "must be positive");
    }
    return duration;
  }

  /** A size in bytes, for example {@code 2GiB}; zero is allowed. */
  long size(String key) {
    String text = text(key);
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw fault(key, "'" + text + "' is not a size such as 512KiB, 64MiB or 2GiB");
    }
    int shift =
        switch (matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }

  int count(String key, int least) {
    JsonNode value = required(key);
    if (!value.isInt() || value.intValue() < least) {
      throw fault(key, "must be a whole number of at least " + least);
    }
    return value.intValue();
  }

  /** A factor from 1 to 100; 1 where there is none. */
  BigDecimal factor(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return BigDecimal.ONE;
    }
    if (!value.isNumber()
        || value.decimalValue().compareTo(BigDecimal.ONE) < 0
        || value.decimalValue().compareTo(BigDecimal.valueOf(100)) > 0) {
      throw fault(key, "must be a number from 1 to 100");
    }
    return value.decimalValue();
  }

  /** A flag; false where there is none. */
  boolean flag(String key) {
    JsonNode value = value(key);
    if (value != null && !value.isBoolean()) {
      throw fault(key, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  LanguageFault fault(String key, String problem) {
    return new LanguageFault(file, full(key), problem);
  }

  private Pattern compiled(String key, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw fault(key, "'" + text + "' is not a regular expression: " + e.getDescription());
    }
  }

  private JsonNode required(String key) {
    JsonNode value = value(key);
    if (value == null) {
      throw fault(key, "is missing");
    }
    return value;
  }

  private @Nullable JsonNode value(String key) {
    asked.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
