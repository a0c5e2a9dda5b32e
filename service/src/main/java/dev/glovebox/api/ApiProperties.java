package dev.glovebox.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The REST interface.
 *
 * @param maxBody largest request body
 * @param bodyMemory how much of request bodies is read at the same time, all requests together and
 *     half of it for one tenant; beyond it requests are told to come again
 * @param bodyTimeout how long a request body may take to arrive
 * @param maxBatch most submissions in one batch
 * @param maxPage most rows in one page of a list
 * @param maxWait longest that {@code wait=true} holds a connection
 * @param heartbeat how often a silent event stream shows that it lives
 * @param rateLimit requests and submissions of tenants and keys
 * @param publicMetrics whether {@code /actuator/prometheus} needs no key
 */
@ConfigurationProperties("glovebox.api")
public record ApiProperties(
    @DefaultValue("64MB") DataSize maxBody,
    @DefaultValue("256MB") DataSize bodyMemory,
    @DefaultValue("60s") Duration bodyTimeout,
    @DefaultValue("200") int maxBatch,
    @DefaultValue("200") int maxPage,
    @DefaultValue("120s") Duration maxWait,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue RateLimit rateLimit,
    @DefaultValue("false") boolean publicMetrics) {

  public ApiProperties {
    if (maxBody.toBytes() < 1024 || maxBody.toBytes() > (1L << 30)) {
      throw new IllegalArgumentException("glovebox.api.max-body must be between 1KB and 1GB");
    }
    if (bodyMemory.compareTo(maxBody) < 0) {
      throw new IllegalArgumentException(
          "glovebox.api.body-memory must be at least glovebox.api.max-body");
    }
    if (!bodyTimeout.isPositive()) {
      throw new IllegalArgumentException("glovebox.api.body-timeout must be positive");
    }
  }

  /**
   * Requests and submissions, where the quota of a tenant or a key does not say otherwise.
   *
   * @param perSecond how many requests of a tenant a second in the long run; 0 = any number
   * @param burst how many of them at once after a pause
   * @param keyPerSecond how many requests of one key in a second; 0 = any number
   * @param keyPerMinute how many requests of one key in a minute; 0 = any number
   * @param submissionsPerMinute how many submissions of a tenant in a minute; 0 = any number
   */
  public record RateLimit(
      @DefaultValue("5000") int perSecond,
      @DefaultValue("20000") int burst,
      @DefaultValue("0") int keyPerSecond,
      @DefaultValue("0") int keyPerMinute,
      @DefaultValue("0") int submissionsPerMinute) {

    public RateLimit {
      if (perSecond < 0 || burst < 1 || keyPerSecond < 0 || keyPerMinute < 0) {
        throw new IllegalArgumentException(
            "glovebox.api.rate-limit: numbers must not be negative, burst must be positive");
      }
      if (submissionsPerMinute < 0) {
        throw new IllegalArgumentException(
            "glovebox.api.rate-limit.submissions-per-minute must not be negative");
      }
    }
  }
}
