package dev.glovebox.language;

import dev.glovebox.language.Languages.Readiness.Ready;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How many languages can be used: {@code UNKNOWN} while none can, since that is how every service
 * begins; never {@code DOWN}.
 */
final class LanguageHealth implements HealthIndicator {

  private final Languages languages;

  LanguageHealth(Languages languages, MeterRegistry meters) {
    this.languages = languages;
    meters.gauge("glovebox.languages", languages, all -> all.all().size());
    meters.gauge("glovebox.languages.ready", this, LanguageHealth::ready);
  }

  private long ready() {
    return languages.all().stream()
        .filter(language -> languages.readiness(language) instanceof Ready)
        .count();
  }

  @Override
  public Health health() {
    long ready = ready();
    return (ready > 0 ? Health.up() : Health.unknown())
        .withDetail("ready", ready)
        .withDetail("all", languages.all().size())
        .build();
  }
}
