package dev.glovebox.webhook;

import dev.glovebox.outbound.PinnedCalls;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Delivers, in loops of its own. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  private static final Logger log = LoggerFactory.getLogger(WebhookConfiguration.class);

  /** A look costs next to nothing while nothing is due. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

  @Bean
  Deliveries webhookDeliveries(
      JdbcClient jdbc, WebhookProperties properties, Clock clock, MeterRegistry meters) {
    PinnedCalls calls =
        new PinnedCalls(
            properties.allowed(),
            properties.timeout(),
            (SSLSocketFactory) SSLSocketFactory.getDefault());
    return new Deliveries(jdbc, properties, calls, clock, meters);
  }

  @Bean
  Stage webhooksAreDelivered(
      Deliveries deliveries, WebhookProperties properties, MeterRegistry meters) {
    RunUntilStopped loop =
        new RunUntilStopped("webhooks", deliveries::begin, BETWEEN_LOOKS, meters);
    deliveries.onPlace(loop::wake);
    return new Stage(
        Stage.TALK,
        loop::start,
        () -> {
          loop.close();
          awaitEnd(deliveries, properties);
        });
  }

  @Bean
  Stage webhookDeliveriesAreForgotten(Deliveries deliveries, MeterRegistry meters) {
    RunUntilStopped loop =
        new RunUntilStopped("webhook-cleaning", deliveries::forget, BETWEEN_CLEANINGS, meters);
    return new Stage(Stage.TALK, loop::start, loop::close);
  }

  private static void awaitEnd(Deliveries deliveries, WebhookProperties properties) {
    try {
      if (!deliveries.awaitEnd(properties.timeout())) {
        log.info("Calls of webhooks are cut off; they are made again after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
