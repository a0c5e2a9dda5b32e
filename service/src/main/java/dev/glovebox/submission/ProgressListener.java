package dev.glovebox.submission;

/** Told how far a submission has come. Must return quickly: it is called between tests. */
@FunctionalInterface
public interface ProgressListener {
  void progressed(SubmissionId submission, Progress progress);
}
