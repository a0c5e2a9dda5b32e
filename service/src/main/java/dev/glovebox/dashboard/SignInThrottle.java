package dev.glovebox.dashboard;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a wrong password may be given: by one address, and for one name wherever it comes from.
 * The second is the larger, so that a stranger does not easily keep somebody out.
 */
final class SignInThrottle {

  private static final int BY_ADDRESS = 30;
  private static final int BY_NAME = 100;
  private static final Duration REFILL = Duration.ofMinutes(5);
  private static final long MOST_KEPT = 100_000;

  private final LoadingCache<String, Bucket> addresses;
  private final LoadingCache<String, Bucket> names;

  SignInThrottle(TimeMeter time) {
    this.addresses = buckets(BY_ADDRESS, time);
    this.names = buckets(BY_NAME, time);
  }

  /**
   * Counts a try.
   *
   * @return how long to wait before the next one; empty when this one may be made
   */
  Optional<Duration> admit(String address, String name) {
    return wait(addresses.get(address)).or(() -> wait(names.get(name)));
  }

  /**
   * Counts a sign-in by a provider, which is begun without a name.
   *
   * @return how long to wait before the next one; empty when this one may be begun
   */
  Optional<Duration> admit(String address) {
    return wait(addresses.get(address));
  }

  /** Takes back what was counted: the provider vouched for somebody. */
  void succeeded(String address) {
    addresses.get(address).addTokens(1);
  }

  /** Takes back what was counted: the password was right. */
  void succeeded(String address, String name) {
    addresses.get(address).addTokens(1);
    names.get(name).addTokens(1);
  }

  private static Optional<Duration> wait(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private static LoadingCache<String, Bucket> buckets(int most, TimeMeter time) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_KEPT)
        .expireAfterAccess(REFILL)
        .build(_ ->
            Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, REFILL))
                .build());
  }
}
