package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrialOrderTest {

  private final TrialOrder order = new TrialOrder();

  @Test
  void theOneThatWorkedLastIsFirstAndWhatFailedIsLast() {
    assertThat(order.of(List.of("a", "b", "c"))).containsExactly("a", "b", "c");
    order.failed("a");
    order.worked("b");
    assertThat(order.of(List.of("a", "b", "c"))).containsExactly("b", "c", "a");
  }

  @Test
  void allThatFailedAreStillTriedTheOneThatFailedLongestAgoFirst() {
    order.worked("b");
    order.failed("b");
    order.failed("a");
    assertThat(order.of(List.of("a", "b"))).containsExactly("b", "a");
    order.failed("b");
    assertThat(order.of(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void imagesThatAreGoneAreForgotten() {
    order.worked("a");
    order.failed("b");
    assertThat(order.of(List.of("c"))).containsExactly("c");
    assertThat(order.of(List.of("b", "c"))).containsExactly("b", "c");
  }
}
