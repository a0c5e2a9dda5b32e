package dev.glovebox.dashboard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pages.
 *
 * @param sessionLifetime after which people have to sign in again
 */
@ConfigurationProperties("glovebox.dashboard")
record DashboardProperties(@DefaultValue("12h") Duration sessionLifetime) {

  DashboardProperties {
    if (!sessionLifetime.isPositive()) {
      throw new IllegalArgumentException("glovebox.dashboard.session-lifetime must be positive");
    }
  }
}
