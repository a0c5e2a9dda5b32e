package dev.glovebox.submission;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The way in: makes a request durable and hands it to the queue, or straight to a free slot of this
 * process.
 */
public interface SubmissionIntake {

  /**
   * Accepts a request. When this returns, submission and job are committed.
   *
   * @throws QueueFull when too much is waiting already, for the tenant or in all
   * @throws IdempotencyConflict when its idempotency key belongs to a different request
   */
  Accepted accept(UUID tenant, SubmissionRequest request);

  /**
   * Accepts all requests in one transaction, or none. Answers are in the order of the requests.
   *
   * @throws QueueFull when too much is waiting already, for the tenant or in all
   * @throws IdempotencyConflict when an idempotency key belongs to a different request, of before
   *     or of the same batch
   */
  List<Accepted> acceptAll(UUID tenant, List<SubmissionRequest> requests);

  /**
   * The same together with rows that others keep of their own beside the submissions: all of it is
   * committed at once, or nothing.
   *
   * @param rows writes them, in the transaction, on the calling thread, and never twice; given the
   *     answers. When it throws, nothing was accepted
   */
  List<Accepted> acceptAll(
      UUID tenant, List<SubmissionRequest> requests, Consumer<List<Accepted>> rows);

  /**
   * Asks for the end of a submission: one that waits ends at once, one that runs is interrupted.
   *
   * @return whether it was still to be cancelled; false when it is unknown to this tenant or
   *     already at its end
   */
  boolean cancel(UUID tenant, SubmissionId id);

  /**
   * @param submission as stored
   * @param repeated whether the idempotency key was known, so that this is the earlier submission
   */
  record Accepted(Submission submission, boolean repeated) {}
}
