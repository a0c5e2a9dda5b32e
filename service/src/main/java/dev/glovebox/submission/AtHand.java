package dev.glovebox.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Submissions that run in this process, so that they need not be read again. An entry means: not
 * done yet, as far as this process has a say. Forgotten when the result is recorded; what a failed
 * handler leaves behind goes by time.
 */
final class AtHand {

  private final Cache<UUID, Submission> submissions =
      Caffeine.newBuilder().maximumSize(1_024).expireAfterWrite(Duration.ofMinutes(10)).build();

  void put(Submission submission) {
    submissions.put(submission.id().value(), submission);
  }

  Optional<Submission> find(UUID id) {
    return Optional.ofNullable(submissions.getIfPresent(id));
  }

  void forget(UUID id) {
    submissions.invalidate(id);
  }
}
