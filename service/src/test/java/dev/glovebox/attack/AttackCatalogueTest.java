package dev.glovebox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.drill.Attack;
import dev.glovebox.drill.AttackCatalogue;
import dev.glovebox.drill.HttpAttack;
import dev.glovebox.sandbox.IsolationTier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The attacks are complete and well-formed; no service needed. */
final class AttackCatalogueTest {

  /** Rows of the threat catalogue that run inside a sandbox and may never go missing. */
  private static final List<String> NEEDED =
      List.of(
          "A01", "A02", "A04", "A06", "A07", "A09", "A10", "A11", "A12", "A13", "A14", "A15", "A16",
          "A17", "A19", "A20", "A21", "A23", "A24", "A25", "A26", "B01", "B02", "B03", "B06", "B07",
          "B09", "B10", "B12", "B14", "B15", "B16", "B17", "B19", "B20", "B22", "B23", "B27", "B28",
          "B29", "B31", "B32", "B33", "B34", "B36", "B37", "B40", "B43", "B44", "B45", "C01", "C03",
          "C04", "C05", "C06", "C07", "C09", "C11", "D01", "D02", "D03", "D05", "D06", "D08", "D11",
          "D12", "D13", "D14", "D15", "D16", "E01", "E02", "E03", "E06", "E07", "E08", "E10", "G02",
          "G03", "G04", "G05", "H03", "J01", "J02");

  private static final Set<String> VERDICTS =
      Set.of("AC", "WA", "PE", "NO", "TLE", "WTLE", "MLE", "OLE", "RTE", "SV", "CE");

  private final AttackCatalogue catalogue = Repository.attacks();

  @Test
  void everyRowThatRunsInASandboxIsThere() {
    Set<String> ids =
        catalogue.programs(IsolationTier.CONTAINER).stream()
            .map(Attack::id)
            .collect(Collectors.toSet());
    assertThat(ids).containsAll(NEEDED).hasSizeGreaterThan(150);
  }

  @Test
  void everyTierHasEveryProgram() {
    assertThat(catalogue.programs(IsolationTier.GVISOR))
        .hasSameSizeAs(catalogue.programs(IsolationTier.CONTAINER));
  }

  @Test
  void idsAreUnique() {
    List<String> ids =
        catalogue.programs(IsolationTier.CONTAINER).stream().map(Attack::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(catalogue.requests()).extracting(HttpAttack::id).doesNotHaveDuplicates();
  }

  @Test
  void everyTestExpectsSomeVerdictThatIsNotOurFault() {
    for (IsolationTier tier : IsolationTier.values()) {
      for (Attack attack : catalogue.programs(tier)) {
        for (Attack.Step step : attack.tests()) {
          assertThat(step.expected().verdicts())
              .as("%s, %s", attack.id(), step.name())
              .isNotEmpty()
              .isSubsetOf(VERDICTS);
        }
      }
    }
  }

  @Test
  void everyRequestExpectsAStatus() {
    assertThat(catalogue.requests()).isNotEmpty();
    for (HttpAttack attack : catalogue.requests()) {
      assertThat(attack.requests()).as(attack.id()).isNotEmpty();
      for (HttpAttack.Exchange exchange : attack.requests()) {
        assertThat(exchange.statuses()).as("%s, %s", attack.id(), exchange.name()).isNotEmpty();
      }
    }
  }
}
