package dev.glovebox.submission;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A submission less what can be large: its sources, its inputs and its expected outputs.
 *
 * @param id its identity
 * @param language id in the language catalogue
 * @param testNames one for each test, in order; empty = its number; none for a problem's tests
 * @param limits of every run
 * @param metadata the caller's own
 * @param createdAt when it was accepted
 * @param problem what it is judged against, where it brings no tests
 */
public record SubmissionOutline(
    SubmissionId id,
    String language,
    List<String> testNames,
    ExecutionLimits limits,
    Map<String, String> metadata,
    Instant createdAt,
    Optional<ProblemRef> problem) {

  /** What remains of it without its contents. */
  public static SubmissionOutline of(Submission submission) {
    SubmissionRequest request = submission.request();
    return new SubmissionOutline(
        submission.id(),
        request.language(),
        request.tests().stream().map(TestCase::name).toList(),
        request.limits(),
        request.metadata(),
        submission.createdAt(),
        request.problem());
  }
}
