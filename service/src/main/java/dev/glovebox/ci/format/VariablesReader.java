package dev.glovebox.ci.format;

import com.google.re2j.Pattern;
import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads maps of variables. */
final class VariablesReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int LONGEST = 65_536;
  private static final Set<String> OF_FILE = Set.of("value", "description", "options", "expand");
  private static final Set<String> OF_JOB = Set.of("value", "expand");

  private VariablesReader() {}

  /** Variables of the whole file. */
  static List<Variable> ofFile(Place map) {
    return read(map, OF_FILE);
  }

  /** Variables of a job, a rule or a service. */
  static List<Variable> ofJob(Place map) {
    return read(map, OF_JOB);
  }

  private static List<Variable> read(Place map, Set<String> keys) {
    List<Variable> variables = new ArrayList<>();
    for (Map.Entry<String, Place> entry : map.fields().entrySet()) {
      Place value = entry.getValue();
      if (!isName(entry.getKey())) {
        value.refuse(
            "bad_variable_name",
            "\"%s\" is no name of a variable: letters, digits and _ only"
                .formatted(entry.getKey()));
      } else {
        variable(entry.getKey(), value, keys).ifPresent(variables::add);
      }
    }
    return variables;
  }

  static boolean isName(String name) {
    return NAME.matches(name) && name.length() <= 255;
  }

  private static Optional<Variable> variable(String name, Place place, Set<String> keys) {
    if (!place.isFields()) {
      return scalar(place).map(value -> Variable.of(name, value));
    }
    place.onlyKeys(keys);
    boolean raw = place.field("expand").flatMap(Place::truth).map(expand -> !expand).orElse(false);
    String value = place.given("value").flatMap(VariablesReader::scalar).orElse("");
    place
        .field("options")
        .ifPresent(options -> {
          if (!options.texts().contains(value)) {
            options.refuse(
                "value_not_an_option",
                "the value of %s must be one of its options".formatted(name));
          }
        });
    return Optional.of(new Variable(name, value, false, raw, false));
  }

  /** A scalar as written, so that 1.10 stays 1.10; nothing is an empty text. */
  private static Optional<String> scalar(Place place) {
    Optional<String> value = place.isNull() ? Optional.of("") : place.text();
    if (value.filter(text -> text.length() > LONGEST).isPresent()) {
      place.refuse("variable_too_long", "a value may have at most 65536 characters");
    }
    return value;
  }
}
