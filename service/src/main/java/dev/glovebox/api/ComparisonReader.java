package dev.glovebox.api;

import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Reads how outputs are compared: a word, or an object with the options of the Kattis validator.
 */
final class ComparisonReader {

  static final List<String> NAMES = List.of("exact", "trim-lines", "tokens", "kattis");
  static final Comparison DEFAULT = new Comparison.TrimLines();

  private static final List<String> OPTIONS =
      List.of(
          "caseSensitive",
          "spaceChangeSensitive",
          "floatTolerance",
          "floatAbsoluteTolerance",
          "floatRelativeTolerance");

  private ComparisonReader() {}

  static Optional<Comparison> read(Fields fields, String name) {
    var node = fields.node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isObject()) {
      return fields.word(name, NAMES).map(word -> of(word, Optional.empty()));
    }
    Fields options = fields.object(name).orElseThrow();
    Optional<String> type = options.word("type", NAMES);
    if (!options.has("type")) {
      options.fault("type", "required", "is needed: one of " + String.join(", ", NAMES) + ".");
    }
    if (type.isPresent() && !type.get().equals("kattis")) {
      for (String option : OPTIONS) {
        if (options.has(option)) {
          options.node(option);
          options.fault(option, "not-allowed", "is an option of the type kattis alone.");
        }
      }
    }
    Comparison.Kattis kattis = kattis(options);
    options.end();
    return type.map(word -> of(word, Optional.of(kattis)));
  }

  private static Comparison of(String word, Optional<Comparison.Kattis> kattis) {
    return switch (word) {
      case "exact" -> new Comparison.Exact();
      case "tokens" -> new Comparison.Tokens();
      case "kattis" ->
          kattis.orElseGet(
              () -> new Comparison.Kattis(false, false, Optional.empty(), Optional.empty()));
      default -> DEFAULT;
    };
  }

  private static Comparison.Kattis kattis(Fields options) {
    Optional<BigDecimal> both = options.tolerance("floatTolerance");
    Optional<BigDecimal> absolute = options.tolerance("floatAbsoluteTolerance");
    Optional<BigDecimal> relative = options.tolerance("floatRelativeTolerance");
    if (both.isPresent() && (absolute.isPresent() || relative.isPresent())) {
      options.fault(
          "floatTolerance", "exclusive", "sets both tolerances; the others can't be given too.");
    }
    return new Comparison.Kattis(
        options.flag("caseSensitive").orElse(false),
        options.flag("spaceChangeSensitive").orElse(false),
        both.or(() -> absolute),
        both.or(() -> relative));
  }
}
