package dev.glovebox.engine;

import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.docker.TierState;
import dev.glovebox.submission.Tiers;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Asks the engine now and then how it is and which tiers it has, so that requests and health checks
 * never have to. An engine that is away keeps the tiers it had.
 */
final class EngineWatch implements HealthIndicator, Tiers {

  private final Supplier<List<TierState>> engine;
  private volatile List<TierState> tiers = List.of();
  private volatile @Nullable String fault;
  private volatile boolean asked;

  /**
   * @param engine asks the engine for its tiers; throws {@link SandboxException} when it is away
   */
  EngineWatch(Supplier<List<TierState>> engine, MeterRegistry meters) {
    this.engine = engine;
    meters.gauge("glovebox.engine.reachable", this, watch -> watch.isReachable() ? 1 : 0);
  }

  /** Asks once. */
  @Scheduled(fixedDelay = 5_000)
  void look() {
    try {
      tiers = engine.get();
      fault = null;
    } catch (SandboxException e) {
      fault = e.getMessage();
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
    tiers.forEach(state ->
        health.withDetail(
            state.tier().code(), state.available() ? state.detail() : "not available"));
    return health.build();
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
