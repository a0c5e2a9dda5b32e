package dev.glovebox.judge;

import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges a submission that is outputs and no program. Used once, by one thread. */
final class AnswerJudging {

  private final Tests tests;
  private final Bench bench;
  private final String worker;

  AnswerJudging(Tests tests, Bench bench, String worker) {
    this.tests = tests;
    this.bench = bench;
    this.worker = worker;
  }

  /**
   * @throws JuryFault when a program of the jury's is broken
   */
  SubmissionResult judge() {
    try {
      Tests.Outcome outcome = tests.run(bench);
      return new SubmissionResult(
          outcome.verdict(),
          outcome.message(),
          Optional.empty(),
          tests.sheet().with(Verdict.SKIPPED),
          Optional.empty(),
          worker,
          outcome.score(),
          outcome.groups());
    } catch (JudgingEnded _) {
      return result(Verdict.CANCELLED, "cancelled", Verdict.CANCELLED);
    }
  }

  /** What is known when a program of the jury's turned out to be broken. */
  SubmissionResult failedByJury(JuryFault fault) {
    return result(Verdict.INTERNAL_ERROR, fault.reason(), Verdict.SKIPPED);
  }

  private SubmissionResult result(Verdict verdict, String message, Verdict notRun) {
    return new SubmissionResult(
        verdict,
        message,
        Optional.empty(),
        List.copyOf(tests.sheet().with(notRun)),
        Optional.empty(),
        worker);
  }
}
