package dev.glovebox.submission;

import dev.glovebox.sandbox.SandboxFacts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What came of a submission. Written once, under the lease's fencing token.
 *
 * @param verdict of the whole: the first test's verdict that is not accepted, or of the phase that
 *     failed before
 * @param message one sentence for people; for an internal error its evidence
 * @param compile empty for languages without compilation, and when it did not come so far
 * @param tests in order; empty when compilation failed
 * @param sandbox where and how it ran; empty when it did not come so far
 * @param worker name of the worker
 * @param score in problems that have one
 * @param groups the problem's groups in the order in which they end, the root last; none for tests
 *     of the submission's own
 */
public record SubmissionResult(
    Verdict verdict,
    String message,
    Optional<CompileResult> compile,
    List<TestResult> tests,
    Optional<SandboxFacts> sandbox,
    String worker,
    Optional<BigDecimal> score,
    List<GroupResult> groups) {

  /** Without a score. */
  public SubmissionResult(
      Verdict verdict,
      String message,
      Optional<CompileResult> compile,
      List<TestResult> tests,
      Optional<SandboxFacts> sandbox,
      String worker) {
    this(verdict, message, compile, tests, sandbox, worker, Optional.empty(), List.of());
  }

  /** The files that the last run left that was looked at for them. */
  List<LeftFile> leftFiles() {
    return tests.reversed().stream()
        .flatMap(test -> test.run().stream())
        .findFirst()
        .map(TestResult.Measured::left)
        .orElse(List.of());
  }

  /** The same without files that runs left. */
  SubmissionResult withoutFiles() {
    return new SubmissionResult(
        verdict,
        message,
        compile,
        tests.stream().map(TestResult::withoutFiles).toList(),
        sandbox,
        worker,
        score,
        groups);
  }
}
