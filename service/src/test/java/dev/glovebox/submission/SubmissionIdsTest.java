package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SubmissionIdsTest {

  @Test
  void idsGrowWithinAMillisecondAndWhenTheClockIsSetBack() {
    AtomicLong millis = new AtomicLong(1_790_000_000_000L);
    SubmissionIds ids = new SubmissionIds(() -> Instant.ofEpochMilli(millis.get()), new Random(1));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (i == 5_000) {
        millis.addAndGet(-60_000);
      }
      made.add(ids.next().toString());
    }
    assertThat(made).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
    assertThat(ids.next().value().version()).isEqualTo(7);
    assertThat(ids.next().value().variant()).isEqualTo(2);
  }
}
