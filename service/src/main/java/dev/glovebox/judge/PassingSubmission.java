package dev.glovebox.judge;

import dev.glovebox.queue.Lease;
import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.ProgressListener;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.SubmissionView;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The judge's side of a store that has one submission, and its result for whoever asked. */
final class PassingSubmission implements SubmissionStore {

  private final Submission submission;
  private @Nullable SubmissionResult result;

  PassingSubmission(Submission submission) {
    this.submission = submission;
  }

  /** What came of it. */
  SubmissionResult result() {
    if (result == null) {
      throw new IllegalStateException("a judged submission has a result");
    }
    return result;
  }

  @Override
  public Submission load(SubmissionId id) {
    return submission;
  }

  @Override
  public void complete(Lease lease, SubmissionResult came) {
    result = came;
  }

  @Override
  public void progressed(SubmissionId id, Progress progress) {
    // nobody follows it
  }

  @Override
  public Optional<SubmissionView> find(UUID tenant, SubmissionId id) {
    return Optional.empty();
  }

  @Override
  public Optional<SubmissionStatus> status(UUID tenant, SubmissionId id) {
    return Optional.empty();
  }

  @Override
  public Map<SubmissionId, SubmissionStatus> statuses(UUID tenant, Collection<SubmissionId> ids) {
    return Map.of();
  }

  @Override
  public Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<SubmissionId> ids) {
    return Map.of();
  }

  @Override
  public Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<SubmissionId> ids) {
    return Map.of();
  }

  @Override
  public Page list(UUID tenant, Filter filter, Optional<Cursor> after, int size) {
    return new Page(List.of(), Optional.empty());
  }

  @Override
  public Optional<SubmissionStatus> await(UUID tenant, SubmissionId id, Duration atMost) {
    return Optional.empty();
  }

  @Override
  public Subscription follow(UUID tenant, SubmissionId id, ProgressListener listener) {
    return () -> {};
  }
}
