package dev.glovebox.api;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;

/**
 * One limit: so many at once, and then as many as come back evenly.
 *
 * @param name in the header fields RateLimit and RateLimit-Policy
 * @param quota how many at once after a pause
 * @param refill how many come back
 * @param seconds in how long
 */
record RateWindow(String name, long quota, long refill, long seconds) {

  Bandwidth bandwidth() {
    return Bandwidth.builder()
        .capacity(quota)
        .refillGreedy(refill, Duration.ofSeconds(seconds))
        .build();
  }

  /** An item of RateLimit-Policy: the quota, and in how many seconds it is all there again. */
  String policy() {
    return "\"" + name + "\";q=" + quota + ";w=" + Math.max(1, quota * seconds / refill);
  }

  /** An item of RateLimit: what is left, and in how many seconds it is all there again. */
  String state(long left) {
    return "\"" + name + "\";r=" + left + ";t=" + Math.ceilDiv((quota - left) * seconds, refill);
  }
}
