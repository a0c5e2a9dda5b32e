package dev.glovebox.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

  /** The process's own clock; what several processes must agree on uses the database's. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
