package dev.glovebox.judge;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import dev.glovebox.language.Languages;
import dev.glovebox.live.LiveRuns;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.Problems;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.submission.Quarantine;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
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
      ObjectProvider<Problems> problems,
      ObjectProvider<Blobs> blobs,
      Quarantine quarantine,
      MeterRegistry registry,
      LiveRuns live,
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
            metrics,
            new ProblemSide(
                problems.getIfAvailable(() -> (_, _, _) -> Optional.empty()),
                new TestData(
                    blobs.getIfAvailable(NoBlobs::new), properties.testDataMemory().toBytes()),
                quarantine),
            live),
        properties);
  }

  /** Neither reuses sandboxes nor keeps programs, and is not counted among submissions. */
  @Bean
  JudgeHere judgeHere(
      Languages languages,
      SandboxPool pool,
      Quarantine quarantine,
      LiveRuns live,
      JudgeProperties properties) {
    return new JudgeHere(
        store ->
            new JudgeHandler(
                new JudgeHandler.Collaborators(
                    store,
                    languages,
                    pool,
                    _ -> false,
                    Optional.empty(),
                    JudgeConfiguration::loadPerCore,
                    new JudgeMetrics(new SimpleMeterRegistry()),
                    new ProblemSide(
                        (_, _, _) -> Optional.empty(),
                        new TestData(new NoBlobs(), properties.testDataMemory().toBytes()),
                        quarantine),
                    live),
                properties),
        UUID::randomUUID);
  }

  /** The one-minute load average; where the system tells none, the machine counts as idle. */
  private static double loadPerCore() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(0, system.getSystemLoadAverage()) / system.getAvailableProcessors();
  }

  /** Where a process keeps no contents. */
  private static final class NoBlobs implements Blobs {
    @Override
    public Blob put(InputStream contents) throws IOException {
      throw new IOException("there is no store of contents here");
    }

    @Override
    public InputStream open(Blob blob) throws IOException {
      throw new NoSuchFileException(blob.sha256());
    }

    @Override
    public SeekableByteChannel channel(Blob blob) throws IOException {
      throw new NoSuchFileException(blob.sha256());
    }
  }
}
