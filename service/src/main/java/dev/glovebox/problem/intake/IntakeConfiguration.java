package dev.glovebox.problem.intake;

import dev.glovebox.blob.BlobStaging;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.ProblemStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The intake of packages, in processes that have an API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProblemProperties.class)
@RunsIn(Role.API)
class IntakeConfiguration {

  @Bean
  ProblemPackages problemPackages(
      BlobStaging staging,
      ProblemStore problems,
      Languages languages,
      ImportMaxima maxima,
      ProblemProperties properties) {
    return new ProblemPackages(staging, problems, languages, maxima, properties);
  }
}
