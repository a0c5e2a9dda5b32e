package dev.glovebox.submission;

import java.time.Duration;

/** Too much is waiting already; nothing was stored. */
public final class QueueFull extends RuntimeException {

  private final Duration retryAfter;
  private final boolean tenantOnly;

  /**
   * @param tenantOnly whether it is this tenant's own share that is used up, rather than the whole
   *     queue
   * @param retryAfter when to try again
   */
  public QueueFull(boolean tenantOnly, Duration retryAfter) {
    super(tenantOnly ? "this tenant has too many submissions waiting" : "the queue is full");
    this.retryAfter = retryAfter;
    this.tenantOnly = tenantOnly;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  public boolean tenantOnly() {
    return tenantOnly;
  }
}
