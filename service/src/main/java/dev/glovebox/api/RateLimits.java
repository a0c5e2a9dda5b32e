package dev.glovebox.api;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** How many requests each tenant may make; see {@link ApiProperties.RateLimit}. */
@Component
public class RateLimits {

  static final Problem PROBLEM =
      new Problem(
          ProblemKind.RATE_LIMITED, "This tenant makes too many requests; see Retry-After.");

  private final ApiProperties.RateLimit limit;
  private final LoadingCache<UUID, Bucket> buckets;

  RateLimits(ApiProperties properties) {
    this.limit = properties.rateLimit();
    this.buckets =
        Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(10)).build(_ -> bucket());
  }

  /**
   * Counts a request and tells the client how it stands.
   *
   * @return whether it may go on
   */
  public boolean admit(UUID tenant, HttpServletResponse response) {
    if (limit.perSecond() == 0) {
      return true;
    }
    ConsumptionProbe probe = buckets.get(tenant).tryConsumeAndReturnRemaining(1);
    response.setHeader(
        "RateLimit-Policy", "\"tenant\";q=%d;w=%d".formatted(limit.burst(), secondsUntilFull()));
    long wait = Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000L);
    response.setHeader("RateLimit", "\"tenant\";r=" + probe.getRemainingTokens() + ";t=" + wait);
    if (!probe.isConsumed()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait)));
    }
    return probe.isConsumed();
  }

  private int secondsUntilFull() {
    return Math.max(1, limit.burst() / limit.perSecond());
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(bandwidth ->
            bandwidth
                .capacity(limit.burst())
                .refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
