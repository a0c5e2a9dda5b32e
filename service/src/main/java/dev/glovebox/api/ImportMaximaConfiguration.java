package dev.glovebox.api;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ImportMaxima;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Problems are granted what submissions may ask for. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class ImportMaximaConfiguration {

  @Bean
  ImportMaxima importMaxima(LimitsProperties limits) {
    var maxima = limits.maxima();
    return new ImportMaxima(
        maxima.cpuTime(),
        maxima.memory().toBytes(),
        maxima.output().toBytes(),
        limits.source().toBytes());
  }
}
