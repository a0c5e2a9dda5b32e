package dev.glovebox.queue;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The queue. The same in every process that shares a database.
 *
 * @param lease how long a worker may be silent before its work is given to another
 * @param bandWorth how much waiting one priority band is worth: a job goes before one of the next
 *     lower band of the same tenant that has waited up to so much longer
 * @param maxAttempts how often a job is tried when it fails for our own reasons
 * @param firstBackoff wait before the second try; each further one is five times longer
 * @param maxQueued how many jobs may wait in all before further ones are refused
 * @param tenantQueued how many of them may be one tenant's, unless its quota says otherwise; 0 =
 *     any number
 * @param tenantRunning how many jobs of one tenant run at the same time, unless its quota says
 *     otherwise; 0 = as many as there are slots
 * @param retryAfter what callers are told when the queue is full
 * @param recount how often the number of waiting jobs is counted; in between it is estimated
 */
@Validated
@ConfigurationProperties("glovebox.queue")
public record QueueSettings(
    @DefaultValue("30s") @NotNull Duration lease,
    @DefaultValue("5m") @NotNull Duration bandWorth,
    @DefaultValue("3") @Min(1) @Max(100) int maxAttempts,
    @DefaultValue("1s") @NotNull Duration firstBackoff,
    @DefaultValue("1000000") @Min(1) long maxQueued,
    @DefaultValue("0") @Min(0) int tenantQueued,
    @DefaultValue("0") @Min(0) int tenantRunning,
    @DefaultValue("5s") @NotNull Duration retryAfter,
    @DefaultValue("1s") @NotNull Duration recount) {

  @AssertTrue(
      message =
          "glovebox.queue: lease, band-worth and recount must be positive, first-backoff not negative")
  boolean isDurationsUsable() {
    return lease.isPositive()
        && bandWorth.isPositive()
        && recount.isPositive()
        && !firstBackoff.isNegative();
  }

  long mostQueued() {
    return tenantQueued == 0 ? Long.MAX_VALUE : tenantQueued;
  }

  /** Wait before the try after {@code attempt}. */
  Duration backoff(int attempt) {
    return firstBackoff.multipliedBy((long) Math.pow(5, Math.min(attempt, 8) - 1.0));
  }
}
