package dev.glovebox.ci.execute;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.job.JobEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The executor, in processes that work. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.WORKER)
class ExecutorConfiguration {

  @Bean
  JobExecutor jobExecutor(JobEngine engine, ExecutorProperties properties) {
    return new ContainerJobExecutor(engine, properties);
  }
}
