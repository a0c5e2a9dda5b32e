package dev.glovebox.api;

import dev.glovebox.queue.QueueSettings;
import org.springframework.stereotype.Component;

/** What holds for tenants and keys whose quota says nothing; 0 = no limit of their own. */
@Component
public class QuotaDefaults {

  private final ApiProperties.RateLimit rates;
  private final QueueSettings queue;

  QuotaDefaults(ApiProperties properties, QueueSettings queue) {
    this.rates = properties.rateLimit();
    this.queue = queue;
  }

  public int requestsPerSecond() {
    return rates.perSecond();
  }

  public int requestBurst() {
    return rates.burst();
  }

  public int submissionsPerMinute() {
    return rates.submissionsPerMinute();
  }

  public int maxQueued() {
    return queue.tenantQueued();
  }

  /** As many as there are slots. */
  public int maxRunning() {
    return queue.tenantRunning();
  }

  public int keyPerSecond() {
    return rates.keyPerSecond();
  }

  public int keyPerMinute() {
    return rates.keyPerMinute();
  }
}
