package dev.glovebox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** Durations and sizes as people write them. */
class AmountsTest {

  private final Amounts.DurationConverter duration = new Amounts.DurationConverter();
  private final Amounts.SizeConverter size = new Amounts.SizeConverter();

  @Test
  void readsDurations() {
    assertThat(duration.convert("2")).isEqualTo(Duration.ofSeconds(2));
    assertThat(duration.convert("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(duration.convert("300ms")).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void readsSizes() {
    assertThat(size.convert("64")).isEqualTo(64L << 20);
    assertThat(size.convert("64MiB")).isEqualTo(64L << 20);
    assertThat(size.convert("1g")).isEqualTo(1L << 30);
    assertThat(size.convert("512k")).isEqualTo(512L << 10);
  }

  @Test
  void refusesWhatIsNeither() {
    assertThatThrownBy(() -> duration.convert("fast")).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> duration.convert("3 parsecs")).hasMessageContaining("3 parsecs");
    assertThatThrownBy(() -> size.convert("-1")).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void writesThemWithFittingUnits() {
    assertThat(Amounts.micros(900)).isEqualTo("900 µs");
    assertThat(Amounts.micros(12_345)).isEqualTo("12.3 ms");
    assertThat(Amounts.micros(12_345_678)).isEqualTo("12.35 s");
    assertThat(Amounts.bytes(9 << 20)).isEqualTo("9.0 MiB");
    assertThat(Amounts.bytes(4096)).isEqualTo("4 KiB");
  }
}
