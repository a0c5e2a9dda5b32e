package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

  private final BodyMemory memory = new BodyMemory(100, 60);
  private final UUID one = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @Test
  void oneTenantHasAPartOnly() {
    memory.part(one).growTo(40);
    BodyMemory.Part second = memory.part(one);
    second.growTo(20);
    assertThatThrownBy(() -> second.growTo(21))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> assertThat(refused.problem().kind()).isEqualTo(ProblemKind.BUSY));
    memory.part(other).growTo(40);
  }

  @Test
  void allTenantsTogetherHaveABound() {
    memory.part(one).growTo(60);
    BodyMemory.Part others = memory.part(other);
    assertThatThrownBy(() -> others.growTo(41)).isInstanceOf(RequestRefused.class);
    others.growTo(40);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    for (int i = 0; i < 3; i++) {
      try (BodyMemory.Part part = memory.part(one)) {
        part.growTo(10);
        part.growTo(60);
        assertThatThrownBy(() -> part.growTo(61)).isInstanceOf(RequestRefused.class);
      }
    }
  }
}
