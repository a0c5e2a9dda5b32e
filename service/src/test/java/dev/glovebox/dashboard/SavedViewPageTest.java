package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.dashboard.SavedViews.Listing;
import org.junit.jupiter.api.Test;

/** Addresses that are kept. */
class SavedViewPageTest {

  @Test
  void aFilterIsKeptAsItsPageUnderstandsIt() {
    assertThat(SavedViewPage.query(Listing.SUBMISSIONS, "verdict=accepted&more=1&tenant="))
        .isEqualTo("verdict=accepted");
    assertThat(SavedViewPage.query(Listing.RUNS, "")).isEmpty();
  }

  @Test
  void anAddressThatIsTooLongWhenEncodedIsRefused() {
    String wide = "\u754c".repeat(200);
    assertThat(SavedViewPage.query(Listing.RUNS, "ref=" + wide)).hasSize(4 + 9 * 200);
    assertThatThrownBy(() ->
            SavedViewPage.query(
                Listing.RUNS, "project=" + wide + "&ref=" + wide + "&tenant=" + wide))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void namesInAFilterAreBounded() {
    String longest = "x".repeat(255);
    assertThat(SavedViewPage.query(Listing.SUBMISSIONS, "language=" + longest)).hasSize(264);
    for (String field : new String[] {"language", "tenant"}) {
      assertThatThrownBy(
              () -> SavedViewPage.query(Listing.SUBMISSIONS, field + "=" + longest + "x"))
          .isInstanceOf(Malformed.class);
    }
  }
}
