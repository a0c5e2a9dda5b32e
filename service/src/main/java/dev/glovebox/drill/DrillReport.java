package dev.glovebox.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.drill.Drill.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A drill as JSON has it, for the API and for those who keep it.
 *
 * @param tier isolation of the attacks
 * @param selection ids of attacks and letters of families; empty = all
 * @param state running, done, cancelled or interrupted
 * @param message why it was interrupted
 * @param begunBy who began it
 * @param counts its attacks by what came of them
 * @param outcomes in the order of the attacks; left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DrillReport(
    String id,
    String tier,
    List<String> selection,
    String state,
    Optional<String> message,
    String begunBy,
    CountsBody counts,
    Instant createdAt,
    Optional<Instant> finishedAt,
    Optional<List<OutcomeBody>> outcomes) {

  /** Without what came of each attack. */
  public static DrillReport of(Drill drill) {
    return of(drill, Optional.empty());
  }

  /** With what came of each attack. */
  public static DrillReport of(Drill drill, List<Outcome> outcomes) {
    return of(drill, Optional.of(outcomes.stream().map(OutcomeBody::of).toList()));
  }

  private static DrillReport of(Drill drill, Optional<List<OutcomeBody>> outcomes) {
    return new DrillReport(
        drill.id().toString(),
        drill.tier().code(),
        drill.selection(),
        code(drill.state()),
        text(drill.message()),
        drill.begunBy(),
        CountsBody.of(drill.counts()),
        drill.createdAt(),
        drill.finishedAt(),
        outcomes);
  }

  /** How many attacks came out how. */
  public record CountsBody(int waiting, int held, int broken, int notRun, int notPart) {
    static CountsBody of(Drill.Counts counts) {
      return new CountsBody(
          counts.waiting(), counts.held(), counts.broken(), counts.notRun(), counts.notPart());
    }
  }

  /**
   * What came of an attack.
   *
   * @param attack id
   * @param title what it does
   * @param why what holds it
   * @param expected what must come of it, in words
   * @param result waiting, held, broken, not-run or not-part
   * @param got what came, in words
   * @param complaints what is wrong with that; may quote hostile output
   * @param note why it was not run, or what could not be looked at
   * @param submission the attack
   * @param honest the honest program after it
   * @param worker which made it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record OutcomeBody(
      String attack,
      String title,
      String why,
      String expected,
      String result,
      Optional<String> got,
      List<String> complaints,
      Optional<String> note,
      Optional<String> submission,
      Optional<String> honest,
      Optional<String> worker,
      Optional<Instant> endedAt) {

    static OutcomeBody of(Outcome outcome) {
      return new OutcomeBody(
          outcome.attack(),
          outcome.title(),
          outcome.why(),
          outcome.expected(),
          code(outcome.result()),
          text(outcome.got()),
          outcome.complaints(),
          text(outcome.note()),
          outcome.submission().map(Object::toString),
          outcome.honest().map(Object::toString),
          text(outcome.worker()),
          outcome.endedAt());
    }
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
