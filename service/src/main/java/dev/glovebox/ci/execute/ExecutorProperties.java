package dev.glovebox.ci.execute;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How CI jobs are executed.
 *
 * @param grace how long a step may go on after TERM before it is killed
 * @param privateHosts hosts, such as mirrors of packages, that jobs whose network policy lets them
 *     may reach although their addresses are not public
 * @param openIdle how long an open job waits for a further step before it fails
 */
@Validated
@ConfigurationProperties("glovebox.ci")
record ExecutorProperties(
    @DefaultValue("10s") @NotNull Duration grace,
    @DefaultValue List<String> privateHosts,
    @DefaultValue("10m") @NotNull Duration openIdle) {

  ExecutorProperties {
    privateHosts = List.copyOf(privateHosts);
    if (!openIdle.isPositive()) {
      throw new IllegalArgumentException("glovebox.ci.open-idle must be positive");
    }
  }
}
