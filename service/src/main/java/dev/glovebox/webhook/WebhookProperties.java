package dev.glovebox.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Outgoing webhooks.
 *
 * @param timeout how long connecting may take, and each wait for the answer
 * @param pauses before each further try; there are as many, each longer or shorter by up to a tenth
 * @param allowed networks that may be called although they are not public, such as {@code
 *     10.1.0.0/16}
 * @param most webhooks of one tenant
 * @param overlap how long the former secret signs after a rotation
 * @param keep how long ended deliveries can be looked at
 */
@ConfigurationProperties("glovebox.webhook")
public record WebhookProperties(
    @DefaultValue("15s") Duration timeout,
    @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> pauses,
    @DefaultValue List<String> allowed,
    @DefaultValue("50") int most,
    @DefaultValue("24h") Duration overlap,
    @DefaultValue("30d") Duration keep) {
  public WebhookProperties {
    pauses = List.copyOf(pauses);
    allowed = List.copyOf(allowed);
    if (!timeout.isPositive() || pauses.stream().anyMatch(Duration::isNegative) || most < 1) {
      throw new IllegalArgumentException(
          "glovebox.webhook: timeout and most must be positive, pauses not negative");
    }
  }
}
