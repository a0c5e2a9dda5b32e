package dev.glovebox.judge;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.queue.Lease;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionRequest;
import java.util.List;

/**
 * A submission with everything that follows from it before anything runs.
 *
 * @param lease the right to work on it
 * @param submission what was asked
 * @param language its language
 * @param image id of the language's image
 * @param layout its files and where it starts
 * @param commands its command lines
 * @param limits of each phase
 */
record Assignment(
    Lease lease,
    Submission submission,
    Language language,
    String image,
    ProgramLayout layout,
    CommandLine commands,
    PhaseLimits limits) {

  SubmissionRequest request() {
    return submission.request();
  }

  static List<SandboxFile> files(SubmissionRequest request) {
    return request.sources().stream()
        .map(source -> new SandboxFile(source.name(), source.content()))
        .toList();
  }
}
