package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Validator;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.Comparison;
import java.util.List;
import java.util.Optional;

/**
 * Says whether the output of one pass over a test will do: by comparison, or by asking checkers.
 */
sealed interface Adjudicator {

  /**
   * @param test what was run
   * @param input of this pass
   * @param answer of the jury; empty = there is none
   * @param feedback that the checker left in the passes before
   */
  record Pass(
      ProblemTest test, byte[] input, Optional<byte[]> answer, List<SandboxFile> feedback) {}

  /**
   * @throws JuryFault when a checker is broken
   */
  CheckerAnswer judge(Pass pass, StreamCapture output);

  /**
   * Compares with the jury's answer; without one any output will do.
   *
   * @param usual comparison of tests without one of their own
   */
  record ByComparison(Comparison usual) implements Adjudicator {
    @Override
    public CheckerAnswer judge(Pass pass, StreamCapture output) {
      Comparison rules = pass.test().comparison().orElse(usual);
      Judgement judgement =
          pass.answer()
              .map(answer ->
                  Judgement.of(
                      OutputComparison.compare(rules, answer, output.bytes(), output.length())))
              .orElse(Judgement.ACCEPTED);
      return new CheckerAnswer(judgement, List.of());
    }
  }

  /**
   * Asks checkers.
   *
   * @param passes whether another pass may follow
   */
  record ByCheckers(JuryPanel panel, List<Validator> checkers, boolean passes)
      implements Adjudicator {
    @Override
    public CheckerAnswer judge(Pass pass, StreamCapture output) {
      return panel.check(
          checkers,
          new CheckerQuestion(
              pass.input(),
              pass.answer().orElseGet(() -> new byte[0]),
              output.bytes(),
              output.length(),
              pass.test().checkerArguments(),
              pass.feedback(),
              passes));
    }
  }
}
