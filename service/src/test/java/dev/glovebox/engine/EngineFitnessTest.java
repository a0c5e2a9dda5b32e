package dev.glovebox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.Equipment.Outage;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.support.Wait;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineFitnessTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger trials = new AtomicInteger();
  private final List<String> happened = new ArrayList<>();
  private volatile boolean works = true;
  private Duration pause = Duration.ZERO;

  private EngineFitness fitness() {
    EngineFitness fitness =
        new EngineFitness(
            new EngineFitness.Manner(
                this::tryOut, () -> happened.add("recovered"), pause, Duration.ofHours(1)),
            Clock.fixed(NOW, ZoneOffset.UTC),
            meters);
    fitness.onChange(() -> happened.add(fitness.outage().isPresent() ? "outage" : "sound"));
    return fitness;
  }

  private void tryOut() {
    trials.incrementAndGet();
    if (!works) {
      throw new SandboxException(SandboxException.Kind.ENGINE, "no container came");
    }
  }

  @Test
  void whatFailsOnASoundEngineIsNotItsFault() {
    EngineFitness fitness = fitness();
    assertThat(fitness.begin().disturbed()).isFalse();
    assertThat(fitness.outage()).isEmpty();
    assertThat(trials).hasValue(1);
    assertThat(happened).isEmpty();
  }

  @Test
  void anEngineThatMakesNoContainersIsInAnOutageUntilItDoes() {
    EngineFitness fitness = fitness();
    works = false;
    assertThat(fitness.begin().disturbed()).isTrue();
    assertThat(fitness.outage()).contains(new Outage(NOW, "no container came"));
    assertThat(meters.get("glovebox.engine.sound").gauge().value()).isZero();
    fitness.round();
    assertThat(fitness.outage()).isPresent();
    works = true;
    fitness.round();
    assertThat(fitness.outage()).isEmpty();
    assertThat(meters.get("glovebox.engine.sound").gauge().value()).isOne();
    assertThat(meters.get("glovebox.engine.outages").counter().count()).isEqualTo(1);
    assertThat(happened).containsExactly("outage", "recovered", "sound");
  }

  /** Its sandbox was asked for while there were none; that it fails a moment later is no wonder. */
  @Test
  void anAttemptIsDisturbedByAnOutageThatIsOver() {
    EngineFitness fitness = fitness();
    Equipment.Period before = fitness.begin();
    works = false;
    assertThat(fitness.begin().disturbed()).isTrue();
    Equipment.Period within = fitness.begin();
    works = true;
    fitness.round();
    Equipment.Period after = fitness.begin();
    assertThat(before.disturbed()).isTrue();
    assertThat(within.disturbed()).isTrue();
    assertThat(after.disturbed()).isFalse();
  }

  @Test
  void inAnOutageNobodyButTheRoundsTriesTheEngineOutAndEverMoreSeldom() {
    pause = Duration.ofHours(1);
    EngineFitness fitness = fitness();
    works = false;
    assertThat(fitness.begin().disturbed()).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(fitness.begin().disturbed()).isTrue();
      fitness.round();
    }
    assertThat(trials).as("the next one is in an hour").hasValue(1);
  }

  @Test
  void manyThatFailAtOnceAreServedByFewTrials() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    EngineFitness fitness =
        new EngineFitness(
            new EngineFitness.Manner(
                () -> {
                  trials.incrementAndGet();
                  await(go);
                },
                () -> {},
                pause,
                pause),
            Clock.systemUTC(),
            meters);
    List<CompletableFuture<Boolean>> asked =
        IntStream.range(0, 20)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> fitness.begin().disturbed(), task -> Thread.ofPlatform().start(task)))
            .toList();
    Wait.patiently().until(() -> fitness.waiting() == 19);
    go.countDown();
    for (CompletableFuture<Boolean> one : asked) {
      assertThat(one.get()).isFalse();
    }
    assertThat(trials).as("one for the first, one for all that came during it").hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever closes the process interrupts it; that is no outage. */
  @Test
  void aTrialThatIsInterruptedSaysNothing() {
    EngineFitness fitness =
        new EngineFitness(
            new EngineFitness.Manner(
                () -> {
                  Thread.currentThread().interrupt();
                  throw new SandboxException(SandboxException.Kind.ENGINE, "interrupted");
                },
                () -> {},
                pause,
                pause),
            Clock.systemUTC(),
            meters);
    assertThat(fitness.begin().disturbed()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fitness.outage()).isEmpty();
  }

  @Test
  void aTrialThatFailsForAReasonOfOurOwnSaysNothing() {
    EngineFitness fitness =
        new EngineFitness(
            new EngineFitness.Manner(
                () -> {
                  throw new IllegalStateException("made up");
                },
                () -> {},
                pause,
                pause),
            Clock.systemUTC(),
            meters);
    assertThat(fitness.begin().disturbed()).isFalse();
    assertThat(fitness.outage()).isEmpty();
  }
}
