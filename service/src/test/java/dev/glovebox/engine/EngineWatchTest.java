package dev.glovebox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.docker.TierState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class EngineWatchTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private boolean answers = true;
  private boolean makesContainers = true;
  private final EngineFitness fitness =
      new EngineFitness(
          new EngineFitness.Manner(this::tryOut, () -> {}, Duration.ZERO, Duration.ZERO),
          Clock.systemUTC(),
          meters);
  private final EngineWatch watch = new EngineWatch(this::tiers, fitness, meters);

  private void tryOut() {
    if (!makesContainers) {
      throw new SandboxException(SandboxException.Kind.ENGINE, "no container came");
    }
  }

  private List<TierState> tiers() {
    if (!answers) {
      throw new SandboxException(SandboxException.Kind.ENGINE, "connection refused");
    }
    return List.of(
        new TierState(IsolationTier.CONTAINER, true, "runc 1.1"),
        new TierState(IsolationTier.GVISOR, false, "no runtime"));
  }

  private double reachable() {
    return meters.get("glovebox.engine.reachable").gauge().value();
  }

  @Test
  void nothingIsRefusedBeforeTheEngineWasAsked() {
    assertThat(watch.missing(IsolationTier.GVISOR)).isEmpty();
    assertThat(watch.health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(reachable()).isZero();
  }

  @Test
  void aTierWithoutRuntimeIsMissingAndToldHowToGet() {
    watch.look();
    assertThat(watch.missing(IsolationTier.CONTAINER)).isEmpty();
    assertThat(watch.missing(IsolationTier.GVISOR).orElseThrow()).contains("runsc", "doctor");
    assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
    assertThat(reachable()).isOne();
  }

  @Test
  void anEngineThatAnswersAndMakesNoContainersIsDown() {
    watch.look();
    makesContainers = false;
    assertThat(fitness.begin().disturbed()).isTrue();
    assertThat(watch.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(watch.health().getDetails())
        .containsEntry("reason", "no container came")
        .containsKey("noSandboxesSince");
    assertThat(reachable()).isOne();
    makesContainers = true;
    fitness.round();
    assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void anEngineThatDoesNotAnswerIsTriedOut() {
    makesContainers = false;
    fitness.round();
    assertThat(fitness.outage()).isEmpty();
    answers = false;
    watch.look();
    fitness.round();
    assertThat(fitness.outage()).isPresent();
  }

  @Test
  void anEngineThatIsAwayKeepsItsTiersAndIsDown() {
    watch.look();
    answers = false;
    watch.look();
    assertThat(watch.missing(IsolationTier.GVISOR)).isPresent();
    assertThat(watch.missing(IsolationTier.CONTAINER)).isEmpty();
    assertThat(watch.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(watch.health().getDetails()).containsEntry("reason", "connection refused");
    assertThat(reachable()).isZero();
    answers = true;
    watch.look();
    assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
  }
}
