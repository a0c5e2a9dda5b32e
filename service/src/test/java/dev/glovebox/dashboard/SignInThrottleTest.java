package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Guessing passwords is slow, and a right one costs nothing. */
class SignInThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final SignInThrottle throttle =
      new SignInThrottle(
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  @Test
  void oneAddressHasThirtyTriesWhateverTheName() {
    for (int i = 0; i < 30; i++) {
      assertThat(throttle.admit("192.0.2.1", "name" + i)).isEmpty();
    }
    assertThat(throttle.admit("192.0.2.1", "other")).hasValue(Duration.ofSeconds(10));
    assertThat(throttle.admit("192.0.2.2", "other")).isEmpty();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(throttle.admit("192.0.2.1", "other")).isEmpty();
  }

  @Test
  void oneNameHasAHundredTriesWhateverTheAddress() {
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.admit("192.0.2." + i, "admin")).isEmpty();
    }
    assertThat(throttle.admit("192.0.2.200", "admin")).isPresent();
    assertThat(throttle.admit("192.0.2.201", "somebody")).isEmpty();
  }

  @Test
  void rightPasswordsDoNotCount() {
    for (int i = 0; i < 1000; i++) {
      assertThat(throttle.admit("192.0.2.1", "admin")).isEmpty();
      throttle.succeeded("192.0.2.1", "admin");
    }
  }
}
