package dev.glovebox.problem.format;

import dev.glovebox.problem.Scoring.Kattis2025.Aggregation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A {@code test_group.yaml} of format 2025-09. Arguments are inherited by what lies below; the
 * rules of scoring are not.
 *
 * @param file where it was read; for what is wrong with it
 * @param inputArguments of the input validators
 * @param most {@code max_score} where it is given
 */
record ModernGroupConfig(
    String file,
    List<String> arguments,
    List<String> validatorArguments,
    List<String> inputArguments,
    Optional<MaxScore> most,
    Optional<Aggregation> aggregation,
    List<String> requirePass) {

  /**
   * A {@code max_score}.
   *
   * @param bound empty = unbounded
   */
  record MaxScore(Optional<BigDecimal> bound) {}

  static final ModernGroupConfig NONE =
      new ModernGroupConfig(
          "", List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());

  /** What is inherited from this one by folders without a file of their own. */
  ModernGroupConfig inherited() {
    return new ModernGroupConfig(
        file,
        arguments,
        validatorArguments,
        inputArguments,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** What tests have of it before their own settings. */
  CaseFiles.Inherited forTests() {
    return new CaseFiles.Inherited(arguments, validatorArguments, inputArguments, file);
  }

  /** Reads the file of a folder in this one. */
  ModernGroupConfig with(Keys keys) {
    keys.ignore(
        "input_validator_flags",
        "static_validator_args",
        "input_visualizer_args",
        "output_visualizer_args",
        "full_feedback",
        "hint",
        "description");
    if (keys.has("static_validation_score")) {
      keys.error("static_validation_score", "can't be honoured: static validators are not run");
    }
    // As a draft had it.
    Keys scoring = keys.map("scoring");
    Optional<String> aggregation =
        keys.text("score_aggregation").or(() -> scoring.text("aggregation"));
    var config =
        new ModernGroupConfig(
            keys.file(),
            keys.texts("args").orElse(arguments),
            keys.texts("output_validator_args").orElse(validatorArguments),
            InputCases.arguments(keys).orElse(inputArguments),
            most(keys, "max_score").or(() -> most(scoring, "score")),
            aggregation.flatMap(text -> aggregation(keys, text)),
            keys.texts("require_pass").orElse(List.of()));
    scoring.warnUnknown();
    keys.warnUnknown();
    return config;
  }

  private static Optional<MaxScore> most(Keys keys, String key) {
    Optional<String> text = keys.text(key);
    if (text.filter("unbounded"::equals).isPresent()) {
      return Optional.of(new MaxScore(Optional.empty()));
    }
    Optional<BigDecimal> number = text.isEmpty() ? Optional.empty() : keys.decimal(key);
    if (number.isPresent() && number.get().signum() < 0) {
      keys.error(key, "must not be negative");
    }
    return number.map(n -> new MaxScore(Optional.of(n)));
  }

  private static Optional<Aggregation> aggregation(Keys keys, String text) {
    return switch (text) {
      case "pass-fail" -> Optional.of(Aggregation.PASS_FAIL);
      case "sum" -> Optional.of(Aggregation.SUM);
      case "min" -> Optional.of(Aggregation.LEAST);
      default -> {
        keys.error("score_aggregation", "must be pass-fail, sum or min");
        yield Optional.empty();
      }
    };
  }
}
