package dev.glovebox.submission;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Cancels what a filter selects, however much that is: all of it is cancelled or nothing. What
 * waits is at its end with it and never begins; what runs ends soon. Thread-safe.
 */
public interface BulkCancel {

  /**
   * What is cancelled; an empty component does not restrict.
   *
   * @param running whether only what runs, or only what waits
   * @param language id
   * @param problem id
   * @param from when it was accepted, inclusive
   * @param to exclusive
   */
  record Filter(
      Optional<UUID> tenant,
      Optional<Boolean> running,
      Optional<String> language,
      Optional<String> problem,
      Optional<Instant> from,
      Optional<Instant> to) {}

  /**
   * What was done.
   *
   * @param ended submissions that waited and are at their end
   * @param ending submissions that run and end soon
   */
  record Cancelled(int ended, int ending) {}

  /** How many submissions it would cancel at this moment. */
  long count(Filter filter);

  /**
   * Cancels. In no transaction of the caller's: workers are told of it at once.
   *
   * @param reason for people; becomes part of the results
   */
  Cancelled cancel(Filter filter, String reason);

  /**
   * Cancels these, as far as they have not ended, all in one statement. In no transaction of the
   * caller's.
   *
   * @param submissions ids
   * @param reason for people; becomes part of the results
   * @return those that were ended, or end soon
   */
  Set<UUID> cancel(Collection<UUID> submissions, String reason);
}
