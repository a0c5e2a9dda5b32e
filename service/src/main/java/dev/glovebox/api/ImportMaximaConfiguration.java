package dev.glovebox.api;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ImportMaxima;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code glovebox.limits} grants to problems. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class ImportMaximaConfiguration {

  @Bean
  ImportMaxima importMaxima(LimitsProperties limits) {
    var maxima = limits.problems();
    return new ImportMaxima(
        maxima.cpuTime(),
        maxima.memory().toBytes(),
        maxima.output().toBytes(),
        limits.source().toBytes());
  }
}
