package dev.glovebox.judge;

import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the judge, in processes that work. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.WORKER)
@EnableConfigurationProperties(JudgeProperties.class)
class JudgeConfiguration {

  @Bean
  JudgeHandler judgeHandler(
      SubmissionStore submissions,
      Languages languages,
      SandboxPool pool,
      JdbcClient database,
      MeterRegistry registry,
      JudgeProperties properties) {
    JudgeMetrics metrics = new JudgeMetrics(registry);
    JudgeProperties.CompileCacheSettings settings = properties.compileCache();
    return new JudgeHandler(
        new JudgeHandler.Collaborators(
            submissions,
            languages,
            pool,
            new TenantReuse(database),
            Optional.ofNullable(settings.directory())
                .map(directory ->
                    new CompileCache(
                        directory, settings.maxSize().toBytes(), Clock.systemUTC(), metrics)),
            JudgeConfiguration::loadPerCore,
            metrics),
        properties);
  }

  /** The one-minute load average; where the system tells none, the machine counts as idle. */
  private static double loadPerCore() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(0, system.getSystemLoadAverage()) / system.getAvailableProcessors();
  }
}
