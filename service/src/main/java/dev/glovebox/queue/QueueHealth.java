package dev.glovebox.queue;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** How long the line is and how old its head. Always up: a long line is news, not an illness. */
final class QueueHealth implements HealthIndicator {

  private final QueueDepth depth;

  QueueHealth(QueueDepth depth) {
    this.depth = depth;
  }

  @Override
  public Health health() {
    return Health.up()
        .withDetail("waiting", depth.total())
        .withDetail("oldestAge", depth.oldestAge().toString())
        .build();
  }
}
