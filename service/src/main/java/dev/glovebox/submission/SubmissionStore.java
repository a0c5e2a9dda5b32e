package dev.glovebox.submission;

import dev.glovebox.queue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Submissions and their results. A tenant only ever sees its own. */
public interface SubmissionStore {

  /** The whole submission, contents and result included. */
  Optional<SubmissionView> find(UUID tenant, SubmissionId id);

  /** The submission without its contents, result included. */
  Optional<SubmissionStatus> status(UUID tenant, SubmissionId id);

  /**
   * The same of many; those that are unknown to this tenant are missing. The number of statements
   * does not depend on how many they are.
   */
  Map<SubmissionId, SubmissionStatus> statuses(UUID tenant, Collection<SubmissionId> ids);

  /** What was asked, contents included; those that are unknown to this tenant are missing. */
  Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<SubmissionId> ids);

  /**
   * The files that the programs of submissions left, in the order in which they were found. Those
   * that left none are missing, and those where they were not asked for, that are not done, or that
   * are unknown to this tenant.
   */
  Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<SubmissionId> ids);

  /** The request behind a lease, for the worker. */
  Submission load(SubmissionId id);

  /** One page, newest first. */
  Page list(UUID tenant, Filter filter, Optional<Cursor> after, int size);

  /**
   * Waits until the submission is done, woken by a notification, never by polling the table.
   *
   * @return its state at the end of waiting, done or not; empty when it is unknown to this tenant
   */
  Optional<SubmissionStatus> await(UUID tenant, SubmissionId id, Duration atMost);

  /**
   * Follows a submission from wherever it is: calls the listener with the present state, then with
   * every later one that is seen.
   *
   * @return to be closed when nobody listens any more
   */
  Subscription follow(UUID tenant, SubmissionId id, ProgressListener listener);

  /**
   * Records the result and completes the job, in one transaction, then wakes whoever waits.
   *
   * @throws dev.glovebox.queue.LeaseLost when the lease is not the current one; nothing is recorded
   *     then
   */
  void complete(Lease lease, SubmissionResult result);

  /**
   * Tells followers, here and in other processes, how far a submission has come. Cheap: coalesced,
   * never a transaction of its own per call.
   */
  void progressed(SubmissionId id, Progress progress);

  /** Ends following. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Which submissions; an empty component does not restrict.
   *
   * @param state of the job
   * @param verdict of the result
   * @param language id
   * @param createdFrom inclusive
   * @param createdTo exclusive
   */
  record Filter(
      Optional<SubmissionView.State> state,
      Optional<Verdict> verdict,
      Optional<String> language,
      Optional<Instant> createdFrom,
      Optional<Instant> createdTo) {}

  /** Position of the last row of a page. */
  record Cursor(Instant createdAt, UUID id) {}

  /**
   * A row of a list: no sources, no outputs.
   *
   * @param verdict when done
   * @param cpu largest of all tests, when something ran
   * @param memoryBytes largest of all tests, when something ran
   */
  record Row(
      SubmissionId id,
      String language,
      SubmissionView.State state,
      Optional<Verdict> verdict,
      Optional<Duration> cpu,
      Optional<Long> memoryBytes,
      int tests,
      Instant createdAt,
      Optional<Instant> finishedAt) {}

  /**
   * @param rows newest first
   * @param next where the next page begins; empty at the end
   */
  record Page(List<Row> rows, Optional<Cursor> next) {}
}
