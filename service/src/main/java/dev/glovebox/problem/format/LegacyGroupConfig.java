package dev.glovebox.problem.format;

import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Scoring.KattisLegacy.ScoreMode;
import dev.glovebox.problem.Scoring.KattisLegacy.VerdictMode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group's {@code testdata.yaml} of the legacy format with what it inherits: each key that it
 * lacks is that of its parent.
 *
 * @param validatorFlags {@code output_validator_flags}, or {@code output_validator_args} of drafts
 *     of the later format
 * @param inputFlags {@code input_validator_flags}, or {@code input_validator_args} of drafts
 * @param arguments of submissions
 */
record LegacyGroupConfig(
    boolean continueOnReject,
    boolean customGrading,
    List<String> graderFlags,
    List<String> validatorFlags,
    List<String> inputFlags,
    List<String> arguments,
    BigDecimal acceptScore,
    BigDecimal rejectScore,
    Optional<BigDecimal> least,
    Optional<BigDecimal> most) {

  private static final String INFINITE = "[+-]?inf(inity)?";
  private static final int MOST_DIGITS = 18;

  static final LegacyGroupConfig DEFAULT =
      new LegacyGroupConfig(
          false,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          BigDecimal.ONE,
          BigDecimal.ZERO,
          Optional.empty(),
          Optional.empty());

  /** Reads a {@code testdata.yaml}, or the {@code grading} of an old {@code problem.yaml}. */
  LegacyGroupConfig with(Keys keys) {
    keys.ignore(
        "input_visualizer_args",
        "output_visualizer_args",
        "grader",
        "objective",
        "show_test_data_groups");
    Optional<List<Optional<BigDecimal>>> range = keys.text("range").flatMap(t -> range(keys, t));
    var config =
        new LegacyGroupConfig(
            keys.text("on_reject").flatMap(t -> onReject(keys, t)).orElse(continueOnReject),
            keys.textIfScalar("grading").flatMap(t -> grading(keys, t)).orElse(customGrading),
            keys.text("grader_flags").map(ComparisonFlags::split).orElse(graderFlags),
            validatorFlags(keys)
                .or(() -> keys.texts("output_validator_args"))
                .orElse(validatorFlags),
            keys.textIfScalar("input_validator_flags")
                .map(ComparisonFlags::split)
                .or(() -> InputCases.arguments(keys))
                .orElse(inputFlags),
            keys.texts("args").orElse(arguments),
            keys.decimal("accept_score").orElse(acceptScore),
            keys.decimal("reject_score").orElse(rejectScore),
            range.isPresent() ? range.get().get(0) : least,
            range.isPresent() ? range.get().get(1) : most);
    keys.warnUnknown();
    return config;
  }

  private static Optional<Boolean> onReject(Keys keys, String text) {
    return switch (text) {
      case "break", "first_error" -> Optional.of(false);
      case "continue", "worst_error", "grade" -> Optional.of(true);
      default -> {
        keys.error("on_reject", "must be break or continue");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Boolean> grading(Keys keys, String text) {
    return switch (text) {
      case "default" -> Optional.of(false);
      case "custom" -> Optional.of(true);
      default -> {
        keys.error("grading", "must be default or custom");
        yield Optional.empty();
      }
    };
  }

  /** Text, or a mapping with the flags of the one validator under its name or under flags. */
  private static Optional<List<String>> validatorFlags(Keys keys) {
    if (!keys.isMap("output_validator_flags")) {
      return keys.text("output_validator_flags").map(ComparisonFlags::split);
    }
    Keys map = keys.map("output_validator_flags");
    map.ignore("name");
    Optional<String> flags = map.text("flags");
    if (flags.isEmpty() && map.names().size() == 1) {
      flags = map.text(map.names().iterator().next());
    }
    if (flags.isEmpty()) {
      keys.error("output_validator_flags", "must be text, or a mapping with the key flags");
    }
    return flags.map(ComparisonFlags::split);
  }

  private static Optional<List<Optional<BigDecimal>>> range(Keys keys, String text) {
    String[] ends = text.strip().split("\\s+");
    if (ends.length == 2) {
      Optional<BigDecimal> low = Decimals.parse(ends[0], MOST_DIGITS);
      Optional<BigDecimal> high = Decimals.parse(ends[1], MOST_DIGITS);
      boolean ordered = low.isEmpty() || high.isEmpty() || low.get().compareTo(high.get()) <= 0;
      if ((low.isPresent() || ends[0].matches(INFINITE))
          && (high.isPresent() || ends[1].matches(INFINITE))
          && ordered) {
        return Optional.of(List.of(low, high));
      }
    }
    keys.error("range", "must be two numbers, the smaller one first");
    return Optional.empty();
  }

  /** Whether some flag makes a pass-fail problem more than the first verdict that is no accept. */
  boolean changesVerdicts() {
    return customGrading
        || graderFlags.contains("always_accept")
        || graderFlags.contains("accept_if_any_accepted")
        || graderFlags.contains("ignore_sample");
  }

  /**
   * The scoring of a group.
   *
   * @param root whether it is the group of all tests
   * @param grader of the package, where it has one
   * @throws UnknownFlag when the default grader would not take the flags
   */
  Scoring.KattisLegacy scoring(boolean root, Optional<JuryProgram> grader) throws UnknownFlag {
    VerdictMode verdict = VerdictMode.WORST_ERROR;
    ScoreMode score = ScoreMode.SUM;
    boolean ignoreSample = false;
    boolean any = false;
    for (String flag : customGrading ? List.<String>of() : graderFlags) {
      switch (flag) {
        case "worst_error", "no_errors" -> verdict = VerdictMode.WORST_ERROR;
        case "first_error" -> verdict = VerdictMode.FIRST_ERROR;
        case "always_accept" -> verdict = VerdictMode.ALWAYS_ACCEPT;
        case "sum" -> score = ScoreMode.SUM;
        case "avg" -> score = ScoreMode.AVERAGE;
        case "min" -> score = ScoreMode.LEAST;
        case "max" -> score = ScoreMode.MOST;
        case "ignore_sample" -> ignoreSample = root;
        case "accept_if_any_accepted" -> any = true;
        default -> throw new UnknownFlag(flag);
      }
    }
    return new Scoring.KattisLegacy(
        continueOnReject,
        verdict,
        score,
        ignoreSample,
        any,
        acceptScore,
        rejectScore,
        least,
        most,
        customGrading ? grader : Optional.empty(),
        customGrading ? new ArrayList<>(graderFlags) : List.of());
  }

  /** A flag that the default grader doesn't know. */
  static final class UnknownFlag extends Exception {
    UnknownFlag(String flag) {
      super("the default grader has no flag " + flag);
    }
  }
}
