package dev.glovebox.api;

import dev.glovebox.ci.format.PipelinePlanner;
import dev.glovebox.ci.format.PlanningPolicy;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The planner of pipelines, with what the administrator allows. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class PipelineConfiguration {

  @Bean
  PipelinePlanner pipelinePlanner() {
    return new PipelinePlanner();
  }

  @Bean
  PlanningPolicy planningPolicy(PipelineProperties properties) {
    return properties.policy();
  }
}
