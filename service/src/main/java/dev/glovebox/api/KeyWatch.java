package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import java.time.Duration;

/**
 * Whether the key behind an open stream is still good, looked up once in a while: a stream outlives
 * the check of its request. For one thread.
 */
final class KeyWatch {

  private final ApiKeys keys;
  private final Caller caller;
  private final long everyNanos;
  private long askedAt = System.nanoTime();

  /**
   * @param every how often the database is asked at most
   */
  KeyWatch(ApiKeys keys, Caller caller, Duration every) {
    this.keys = keys;
    this.caller = caller;
    this.everyNanos = every.toNanos();
  }

  /**
   * Whether the stream has to end: the key was revoked or has expired, or its tenant is disabled.
   */
  boolean ended() {
    long now = System.nanoTime();
    if (now - askedAt < everyNanos) {
      return false;
    }
    askedAt = now;
    return !keys.stillGood(caller);
  }
}
