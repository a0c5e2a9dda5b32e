package dev.glovebox.submission;

import java.time.Duration;

/** Too much is waiting already, or was asked for in too short a time; nothing was stored. */
public final class QueueFull extends RuntimeException {

  /** What is used up. */
  public enum Reason {
    /** The whole queue. */
    QUEUE("the queue is full"),
    /** This tenant's share of the queue. */
    TENANT("this tenant has too many submissions waiting"),
    /** What this tenant may submit in a minute. */
    RATE("this tenant has submitted as much as it may in a minute");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Duration retryAfter;
  private final Reason reason;

  /**
   * @param tenantOnly whether it is this tenant's own share that is used up, rather than the whole
   *     queue
   * @param retryAfter when to try again
   */
  public QueueFull(boolean tenantOnly, Duration retryAfter) {
    this(tenantOnly ? Reason.TENANT : Reason.QUEUE, retryAfter);
  }

  /**
   * @param retryAfter when to try again
   */
  public QueueFull(Reason reason, Duration retryAfter) {
    super(reason.text);
    this.retryAfter = retryAfter;
    this.reason = reason;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether others could submit at this moment. */
  public boolean tenantOnly() {
    return reason != Reason.QUEUE;
  }
}
