package dev.glovebox.worker;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The worker of this process.
 *
 * @param slots how many jobs at once; 0 = as many as there are cores
 * @param longSlots how many jobs of continuous integration at once, besides; 0 = half as many as
 *     there are cores, at least two
 * @param name of the worker, the same after every restart and of no other that runs at the same
 *     time, not ending with {@code /long}; empty = host name and {@code glovebox.home}
 * @param heartbeat how often leases are prolonged; well below {@code glovebox.queue.lease}
 * @param poll how often to look for work when nobody tells that there is some
 * @param reap how often to look for what silent workers left
 * @param grace how long running jobs may go on when the process is stopped
 */
@Validated
@ConfigurationProperties("glovebox.worker")
public record WorkerSettings(
    @DefaultValue("0") @Min(0) @Max(1024) int slots,
    @DefaultValue("0") @Min(0) @Max(1024) int longSlots,
    @DefaultValue("") @NotNull String name,
    @DefaultValue("5s") @NotNull Duration heartbeat,
    @DefaultValue("1s") @NotNull Duration poll,
    @DefaultValue("5s") @NotNull Duration reap,
    @DefaultValue("20s") @NotNull Duration grace) {

  @AssertTrue(
      message = "glovebox.worker: heartbeat, poll and reap must be positive, grace not negative")
  boolean isDurationsUsable() {
    return heartbeat.isPositive() && poll.isPositive() && reap.isPositive() && !grace.isNegative();
  }

  /** The number of slots, cores counted. */
  public int slotCount() {
    return slots > 0 ? slots : Runtime.getRuntime().availableProcessors();
  }

  /** The number of slots for long jobs, cores counted. */
  public int longSlotCount() {
    return longSlots > 0 ? longSlots : Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  }
}
