package dev.glovebox.dashboard;

import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Why a submission is as it is.
 *
 * @param sentence what is the matter
 * @param evidence what the judge or a checker said, made legible; may be empty
 * @param hint what may help; may be empty
 */
record Why(String sentence, String evidence, String hint) {

  /**
   * @param waitsFor what it waits for, asked only of one that waits
   */
  static Why of(SubmissionView view, Supplier<String> waitsFor) {
    return switch (view.state()) {
      case QUEUED -> new Why(waitsFor.get(), "", "");
      case RUNNING -> new Why(running(view.progress()), "", "");
      case DONE -> view.result().map(Why::ended).orElseGet(() -> new Why("It has ended.", "", ""));
    };
  }

  private static String running(Progress progress) {
    return switch (progress) {
      case Progress.Queued _ -> "It is being prepared.";
      case Progress.Compiling _ -> "It is being compiled.";
      case Progress.RunningTest test ->
          "Test %d of %d runs.".formatted(test.number(), test.total());
      case Progress.Done _ -> "It is about to end.";
    };
  }

  private static Why ended(SubmissionResult result) {
    Optional<TestResult> culprit =
        result.tests().stream()
            .filter(test -> test.verdict() == result.verdict())
            .filter(_ -> result.verdict() != Verdict.ACCEPTED)
            .findFirst();
    String sentence =
        culprit
            .map(test -> "Test %d: %s.".formatted(test.number(), test.verdict().text()))
            .orElseGet(() ->
                result.verdict() == Verdict.ACCEPTED
                    ? "All %d tests were accepted.".formatted(result.tests().size())
                    : "The whole: %s.".formatted(result.verdict().text()));
    String evidence =
        culprit.map(TestResult::message).filter(text -> !text.isEmpty()).orElse(result.message());
    return new Why(sentence, Legible.of(evidence), hint(result.verdict()));
  }

  private static String hint(Verdict verdict) {
    return switch (verdict) {
      case TIME_LIMIT -> "CPU time counts, of all its processes together.";
      case WALL_LIMIT -> "It waited, for input or for another process, until its time was over.";
      case MEMORY_LIMIT -> "Memory counts for all its processes and the files in /tmp.";
      case PRESENTATION_ERROR -> "The values are right; white space or form is not.";
      case SECURITY_VIOLATION -> "The system call is not in the language's profile.";
      case INTERNAL_ERROR ->
          "This is the service's fault, never the program's: the worker's log has the rest.";
      case ACCEPTED,
          WRONG_ANSWER,
          NO_OUTPUT,
          OUTPUT_LIMIT,
          RUNTIME_ERROR,
          COMPILE_ERROR,
          SKIPPED,
          CANCELLED ->
          "";
    };
  }
}
