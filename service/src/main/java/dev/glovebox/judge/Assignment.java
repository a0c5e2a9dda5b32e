package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.queue.Lease;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionRequest;
import java.util.Optional;

/**
 * A submission with everything that follows from it before anything runs.
 *
 * @param lease the right to work on it
 * @param submission what was asked
 * @param problem what it is judged against, where it brings no tests
 * @param program what is run
 */
record Assignment(
    Lease lease, Submission submission, Optional<ProblemVersion> problem, Program program) {

  SubmissionRequest request() {
    return submission.request();
  }

  Language language() {
    return program.language();
  }

  PhaseLimits limits() {
    return program.limits();
  }
}
