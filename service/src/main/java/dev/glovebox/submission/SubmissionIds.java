package dev.glovebox.submission;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids: UUIDs of version 7 (RFC 9562) that grow within this process, also within a millisecond
 * and when the clock is set back.
 */
final class SubmissionIds {

  private static final int COUNTER_BITS = 12;

  private final InstantSource clock;
  private final RandomGenerator random;

  /** Milliseconds, then the counter. */
  private long last;

  SubmissionIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  SubmissionId next() {
    long time = tick();
    long high = (time >>> COUNTER_BITS) << 16 | 0x7000 | (time & 0xFFF);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new SubmissionId(new UUID(high, low));
  }

  private synchronized long tick() {
    long now = clock.millis() << COUNTER_BITS;
    last = Math.max(now, last + 1);
    return last;
  }
}
