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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Holds one submission and remembers what is recorded of it. */
final class RecordingStore implements SubmissionStore {

  private final Submission submission;
  final List<SubmissionResult> results = new ArrayList<>();
  final List<Progress> progress = new ArrayList<>();
  Runnable whenCompleted = () -> {};

  RecordingStore(Submission submission) {
    this.submission = submission;
  }

  @Override
  public Map<SubmissionId, SubmissionStatus> statuses(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Submission load(SubmissionId id) {
    if (!id.equals(submission.id())) {
      throw new IllegalArgumentException(id.toString());
    }
    return submission;
  }

  @Override
  public void complete(Lease lease, SubmissionResult result) {
    whenCompleted.run();
    results.add(result);
  }

  @Override
  public void progressed(SubmissionId id, Progress now) {
    progress.add(now);
  }

  @Override
  public Optional<SubmissionView> find(UUID tenant, SubmissionId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<SubmissionStatus> status(UUID tenant, SubmissionId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page list(UUID tenant, Filter filter, Optional<Cursor> after, int size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<SubmissionStatus> await(UUID tenant, SubmissionId id, Duration atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription follow(UUID tenant, SubmissionId id, ProgressListener listener) {
    throw new UnsupportedOperationException();
  }
}
