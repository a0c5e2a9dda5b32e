package dev.glovebox.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Medians and percentiles. */
class SamplesTest {

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Samples.of(List.of(9L, 1L, 4L, 2L)).median()).isEqualTo(3);
    assertThat(Samples.of(List.of(9L, 1L, 4L)).median()).isEqualTo(4);
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    Samples hundred = new Samples(LongStream.rangeClosed(1, 100).toArray());

    assertThat(hundred.percentile(0.95)).isEqualTo(95);
    assertThat(hundred.percentile(1)).isEqualTo(100);
    assertThat(Samples.of(List.of(7L)).percentile(0.5)).isEqualTo(7);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> Samples.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
