package dev.glovebox.api;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.glovebox.account.Caller;
import dev.glovebox.account.KeyQuota;
import dev.glovebox.account.Quotas;
import dev.glovebox.account.Refusals;
import dev.glovebox.account.TenantQuota;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.SubmissionIntake.Accepted;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseResult;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * How many requests each key and tenant may make, and how much a tenant may submit: the quotas of
 * {@link Quotas}, and where they say nothing those of {@link ApiProperties.RateLimit}.
 *
 * <p>What is used up is in the memory of this process: where several serve, each admits as much. As
 * many buckets are kept as fit a bounded cache; one that nobody asks for is full when it comes
 * back. A quota that was changed begins with a full bucket.
 */
@Component
public class RateLimits {

  static final Problem PROBLEM =
      new Problem(
          ProblemKind.RATE_LIMITED,
          "This key or its tenant makes too many requests; RateLimit tells which, Retry-After how long to wait.");

  private static final long MOST_KEPT = 100_000;
  private static final int MINUTE = 60;

  /** Batches that are larger than a minute's quota are paid in longer than that. */
  private static final Duration KEPT = Duration.ofHours(2);

  private static final long NANOS = 1_000_000_000L;

  private final ApiProperties.RateLimit usual;
  private final Quotas quotas;
  private final Refusals refusals;
  private final LoadingCache<Counted, Bucket> buckets;

  /** Whose bucket of which size: another quota is another bucket. */
  private record Counted(UUID whose, List<RateWindow> windows) {}

  @Autowired
  RateLimits(ApiProperties properties, Quotas quotas, Refusals refusals) {
    this(properties.rateLimit(), quotas, refusals, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimits(ApiProperties.RateLimit usual, Quotas quotas, Refusals refusals, TimeMeter time) {
    this.usual = usual;
    this.quotas = quotas;
    this.refusals = refusals;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterAccess(KEPT)
            .build(counted -> bucket(counted, time));
  }

  /**
   * Counts a request and tells the client how it stands.
   *
   * @return whether it may go on
   */
  public boolean admit(Caller caller, HttpServletResponse response) {
    var headers = new Headers();
    boolean admitted =
        take(caller.key(), ofKey(quotas.ofKey(caller.key())), headers)
            && take(caller.tenant(), ofTenant(quotas.ofTenant(caller.tenant())), headers);
    headers.write(response);
    if (!admitted) {
      refusals.count(caller.tenant(), Refusals.Kind.REQUESTS);
    }
    return admitted;
  }

  /**
   * Counts submissions of a tenant before they are taken in. More at once than a whole minute's
   * come in when nothing of it is used; then all of them count, and what follows waits until they
   * are paid.
   *
   * @throws QueueFull when it has submitted as much as it may
   */
  public void submit(UUID tenant, int submissions) {
    count(tenant, submissions);
  }

  /**
   * The same for submissions of which fewer may be stored: what is repeated, and what is refused by
   * an exception, does not count.
   *
   * @param intake stores them, all or none
   * @return what it answers
   */
  public List<Accepted> submit(UUID tenant, int submissions, Supplier<List<Accepted>> intake) {
    Optional<Bucket> counted = count(tenant, submissions);
    long unused = submissions;
    try {
      List<Accepted> accepted = intake.get();
      unused = accepted.stream().filter(Accepted::repeated).count();
      return accepted;
    } finally {
      if (counted.isPresent() && unused > 0) {
        counted.get().addTokens(unused);
      }
    }
  }

  /** Empty where any number may be submitted. */
  private Optional<Bucket> count(UUID tenant, int submissions) {
    int quota = quotas.ofTenant(tenant).submissionsPerMinute().orElse(usual.submissionsPerMinute());
    if (quota == 0) {
      return Optional.empty();
    }
    var counted = new Counted(tenant, List.of(new RateWindow("submissions", quota, quota, MINUTE)));
    Bucket bucket = buckets.get(counted);
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(submissions, quota));
    if (!probe.isConsumed()) {
      refusals.count(tenant, Refusals.Kind.SUBMISSIONS);
      throw new QueueFull(
          QueueFull.Reason.RATE, Duration.ofSeconds(seconds(probe.getNanosToWaitForRefill())));
    }
    if (submissions > quota) {
      bucket.consumeIgnoringRateLimits(submissions - quota);
    }
    return Optional.of(bucket);
  }

  /** Counts what the caller of this request was refused because its part of the queue is full. */
  public void refused(QueueFull full) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
      refused(caller.tenant(), full);
    }
  }

  /** The same of a tenant; what {@link #submit} has refused is counted there. */
  public void refused(UUID tenant, QueueFull full) {
    if (full.reason() == QueueFull.Reason.TENANT) {
      refusals.count(tenant, Refusals.Kind.QUEUE);
    }
  }

  private boolean take(UUID whose, List<RateWindow> windows, Headers headers) {
    if (windows.isEmpty()) {
      return true;
    }
    VerboseResult<ConsumptionProbe> result =
        buckets.get(new Counted(whose, windows)).asVerbose().tryConsumeAndReturnRemaining(1);
    long[] left = result.getDiagnostics().getAvailableTokensPerEachBandwidth();
    for (int i = 0; i < left.length; i++) {
      headers.add(windows.get(i), Math.max(0, left[i]));
    }
    ConsumptionProbe probe = result.getValue();
    if (!probe.isConsumed()) {
      headers.retryAfter = seconds(probe.getNanosToWaitForRefill());
    }
    return probe.isConsumed();
  }

  private List<RateWindow> ofKey(KeyQuota quota) {
    int second = quota.requestsPerSecond().orElse(usual.keyPerSecond());
    int minute = quota.requestsPerMinute().orElse(usual.keyPerMinute());
    if (second == 0 && minute == 0) {
      return List.of();
    }
    List<RateWindow> windows = new ArrayList<>(2);
    if (second > 0) {
      windows.add(new RateWindow("key-second", second, second, 1));
    }
    if (minute > 0) {
      windows.add(new RateWindow("key-minute", minute, minute, MINUTE));
    }
    return windows;
  }

  private List<RateWindow> ofTenant(TenantQuota quota) {
    int second = quota.requestsPerSecond().orElse(usual.perSecond());
    int burst = quota.requestBurst().orElse(usual.burst());
    return second == 0 ? List.of() : List.of(new RateWindow("tenant", burst, second, 1));
  }

  private static Bucket bucket(Counted counted, TimeMeter time) {
    var bucket = Bucket.builder().withCustomTimePrecision(time);
    counted.windows().forEach(window -> bucket.addLimit(window.bandwidth()));
    return bucket.build();
  }

  private static long seconds(long nanos) {
    return Math.max(1, Math.ceilDiv(nanos, NANOS));
  }

  /** What a client is told, as structured fields of draft-ietf-httpapi-ratelimit-headers. */
  private static final class Headers {
    private final StringJoiner policies = new StringJoiner(", ").setEmptyValue("");
    private final StringJoiner states = new StringJoiner(", ").setEmptyValue("");
    private long retryAfter;

    void add(RateWindow window, long left) {
      policies.add(window.policy());
      states.add(window.state(left));
    }

    void write(HttpServletResponse response) {
      if (policies.length() > 0) {
        response.setHeader("RateLimit-Policy", policies.toString());
        response.setHeader("RateLimit", states.toString());
      }
      if (retryAfter > 0) {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
      }
    }
  }
}
