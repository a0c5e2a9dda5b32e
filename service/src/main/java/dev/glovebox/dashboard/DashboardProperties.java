package dev.glovebox.dashboard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pages.
 *
 * @param sessionLifetime after which people have to sign in again
 * @param streamsPerPerson how many open pages of one person are told of changes; more ask now and
 *     then
 */
@ConfigurationProperties("glovebox.dashboard")
record DashboardProperties(
    @DefaultValue("12h") Duration sessionLifetime, @DefaultValue("12") int streamsPerPerson) {

  DashboardProperties {
    if (!sessionLifetime.isPositive()) {
      throw new IllegalArgumentException("glovebox.dashboard.session-lifetime must be positive");
    }
    if (streamsPerPerson < 0) {
      throw new IllegalArgumentException(
          "glovebox.dashboard.streams-per-person must not be negative");
    }
  }
}
