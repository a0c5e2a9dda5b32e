package dev.glovebox.callback;

import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the calls, in a loop of their own. */
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

  /** A look costs next to nothing while no call is open. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  @Bean
  Stage callbacksAreMade(Callbacks callbacks, MeterRegistry meters) {
    RunUntilStopped loop =
        new RunUntilStopped("callbacks", callbacks::deliver, BETWEEN_LOOKS, meters);
    return new Stage(Stage.TALK, loop::start, loop::close);
  }
}
