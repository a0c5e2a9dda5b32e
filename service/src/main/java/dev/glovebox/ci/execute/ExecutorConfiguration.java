package dev.glovebox.ci.execute;

import dev.glovebox.ci.format.AllowedImages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.job.JobEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The executor, in processes that work. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.WORKER)
class ExecutorConfiguration {

  /** Names may have variables, so what was planned is looked at again once they are known. */
  @Bean
  JobExecutor jobExecutor(
      JobEngine engine,
      ExecutorProperties properties,
      ImageProperties images,
      @Value("${glovebox.pipelines.image:}") String usual,
      @Value("${glovebox.pipelines.images:}") List<String> allowed) {
    return new ContainerJobExecutor(
        engine,
        properties,
        new AttemptImages.Terms(
            new AllowedImages(Optional.of(usual).filter(name -> !name.isBlank()), allowed),
            images,
            images.logins().map(ExecutorConfiguration::logins).orElseGet(RegistryLogins::none)));
  }

  private static RegistryLogins logins(Path file) {
    try {
      return RegistryLogins.parse(Files.readString(file), true);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "glovebox.ci.images.logins-file: %s can't be read: %s"
              .formatted(file.toAbsolutePath(), e.getMessage()),
          e);
    }
  }
}
