package dev.glovebox.engine;

import dev.glovebox.queue.Equipment.Outage;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.docker.TierState;
import dev.glovebox.submission.Tiers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Asks the engine now and then how it is and which tiers it has, so that requests and health checks
 * never have to. An engine that is away keeps the tiers it had.
 */
final class EngineWatch implements HealthIndicator, Tiers, AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Supplier<List<TierState>> engine;
  private final EngineFitness fitness;
  private final RunUntilStopped rounds;
  private volatile List<TierState> tiers = List.of();
  private volatile @Nullable String fault;
  private volatile boolean asked;

  /**
   * @param engine asks the engine for its tiers; throws {@link SandboxException} when it is away
   * @param fitness is told when it is
   */
  EngineWatch(Supplier<List<TierState>> engine, EngineFitness fitness, MeterRegistry meters) {
    this.engine = engine;
    this.fitness = fitness;
    this.rounds = new RunUntilStopped("engine-watch", this::round, BETWEEN_LOOKS, meters);
    meters.gauge("glovebox.engine.reachable", this, watch -> watch.isReachable() ? 1 : 0);
  }

  /**
   * Goes on asking, on a thread of its own: whatever else waits for the engine is not waited for.
   */
  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private boolean round() {
    look();
    return false;
  }

  /** Asks once. */
  void look() {
    try {
      tiers = engine.get();
      fault = null;
    } catch (SandboxException e) {
      fault = e.getMessage();
      fitness.suspect();
    }
    asked = true;
  }

  private boolean isReachable() {
    return asked && fault == null;
  }

  @Override
  public Health health() {
    Health.Builder health = asked ? Health.up() : Health.unknown();
    String now = fault;
    if (now != null) {
      health.down().withDetail("reason", now);
    }
    fitness.outage().ifPresent(outage -> tell(health, outage));
    tiers.forEach(state ->
        health.withDetail(
            state.tier().code(), state.available() ? state.detail() : "not available"));
    return health.build();
  }

  /** An engine may well answer and yet make no container. */
  private static void tell(Health.Builder health, Outage outage) {
    health
        .down()
        .withDetail("reason", outage.reason())
        .withDetail("noSandboxesSince", outage.since().toString());
  }

  @Override
  public Optional<String> missing(IsolationTier tier) {
    return tiers.stream()
        .filter(state -> state.tier() == tier && !state.available())
        .map(state ->
            "the Docker engine of this service has no runtime %s; ./glovebox doctor says how to set it up"
                .formatted(tier.runtime()))
        .findAny();
  }
}
