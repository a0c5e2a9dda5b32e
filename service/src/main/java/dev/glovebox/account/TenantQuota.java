package dev.glovebox.account;

import java.util.Optional;

/**
 * What a tenant may use. Empty = what the configuration says; of rates, 0 = any number.
 *
 * @param weight share of the machine relative to other tenants with work waiting, 1 to 10000
 * @param requestsPerSecond requests of all its keys a second in the long run
 * @param requestBurst requests at once after a pause, 1 or more
 * @param submissionsPerMinute submissions of all its keys and people in a minute
 * @param maxQueued how many of its submissions may wait, 1 or more
 * @param maxRunning how many of its jobs run at the same time, 1 or more
 */
public record TenantQuota(
    int weight,
    Optional<Integer> requestsPerSecond,
    Optional<Integer> requestBurst,
    Optional<Integer> submissionsPerMinute,
    Optional<Integer> maxQueued,
    Optional<Integer> maxRunning) {

  static final TenantQuota NONE =
      new TenantQuota(
          100,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** For the audit log. */
  String text() {
    return "weight %d, requests %s/s, burst %s, submissions %s/min, waiting %s, running %s"
        .formatted(
            weight,
            text(requestsPerSecond),
            text(requestBurst),
            text(submissionsPerMinute),
            text(maxQueued),
            text(maxRunning));
  }

  static String text(Optional<Integer> limit) {
    return limit.map(String::valueOf).orElse("default");
  }
}
