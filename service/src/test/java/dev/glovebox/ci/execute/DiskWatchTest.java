package dev.glovebox.ci.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {

  private final ScriptedContainer container = new ScriptedContainer();
  private final List<Ending.Cause> causes = new ArrayList<>();
  private final DiskWatch watch = new DiskWatch(container, 100, causes::add);

  @Test
  void moreThanThereMayBeEndsTheJob() {
    container.bytes = () -> 100L;
    assertThat(watch.isEnough()).isFalse();
    container.bytes = () -> 101L;
    assertThat(watch.isEnough()).isTrue();
    assertThat(causes).containsExactly(Ending.Cause.DISK);
  }

  @Test
  void whatCanNotBeMeasuredAgainAndAgainEndsTheJob() {
    container.bytes = ScriptedContainer::fails;
    assertThat(watch.isEnough()).isFalse();
    assertThat(watch.isEnough()).isFalse();
    container.bytes = () -> 1L;
    assertThat(watch.isEnough()).isFalse();
    container.bytes = ScriptedContainer::fails;
    assertThat(watch.isEnough()).isFalse();
    assertThat(watch.isEnough()).isFalse();
    assertThat(causes).isEmpty();
    assertThat(watch.isEnough()).isTrue();
    assertThat(causes).containsExactly(Ending.Cause.UNMEASURED);
  }

  @Test
  void anEngineThatAnswersNothingTellsNothingAboutTheJob() {
    container.bytes = ScriptedContainer::fails;
    container.health =
        () -> {
          throw new SandboxException(SandboxException.Kind.ENGINE, "no answer");
        };
    for (int i = 0; i < 2 * DiskWatch.MOST_FAILURES; i++) {
      assertThat(watch.isEnough()).isFalse();
    }
    assertThat(causes).isEmpty();
  }
}
