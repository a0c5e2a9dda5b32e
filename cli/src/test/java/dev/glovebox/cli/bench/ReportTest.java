package dev.glovebox.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A report tells what was missed as clearly as what was reached. */
class ReportTest {

  private static final Row MISSED = Row.millis("median", 25_000, 14_000, 19, "a note");
  private static final Row REACHED =
      Row.rate("reused", 100, Optional.empty(), Optional.of(95.0), "");

  @Test
  void timesMustStayBelowTheirGoalAndRatesAbove() {
    assertThat(MISSED.reached()).contains(false);
    assertThat(REACHED.reached()).contains(true);
    assertThat(Row.rate("x", 1, Optional.empty(), Optional.empty(), "").reached()).isEmpty();
  }

  @Test
  void allFormsHaveAllValues() {
    Report report = new Report(new Conditions(Map.of("Cores", "2")), 30, 20);
    report.add(new Hello(), List.of(MISSED, REACHED));

    assertThat(report.markdown())
        .contains("| Cores | 2 |")
        .contains("| median | 25.00 ms | 14.00 | 19.00 | **no** | a note |")
        .contains("| reused | 100 /s | - | 95.00 | yes |  |");
    assertThat(report.json().at("/scenarios/0/rows/0/value").asDouble()).isEqualTo(25);
    assertThat(report.json().at("/conditions/Cores").asString()).isEqualTo("2");
    assertThat(Report.text(new Hello(), List.of(MISSED))).contains("MISSED");
  }
}
