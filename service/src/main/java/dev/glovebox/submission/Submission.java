package dev.glovebox.submission;

import java.time.Instant;
import java.util.UUID;

/**
 * A submission as accepted.
 *
 * @param id its identity
 * @param tenant whose it is
 * @param request what was asked
 * @param createdAt when it was accepted
 */
public record Submission(
    SubmissionId id, UUID tenant, SubmissionRequest request, Instant createdAt) {

  /** The kind of job that a submission is. */
  public static final String JOB_KIND = "judge";
}
