package dev.glovebox.submission;

import java.util.UUID;

/**
 * Identity of a submission: a UUID of version 7, so that ids sort by the time they were made. Only
 * ever made by us.
 */
public record SubmissionId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
